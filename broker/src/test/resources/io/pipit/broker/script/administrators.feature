Feature: XEP-0060 6.1.5 and 8.1.1, a service whose administrators alone create nodes and that waits for no options
With: pubsub.create=administrators, pubsub.unconfigured_time=0ms

  Scenario: PS-8.1.1-policy PS-8.1.1-forbidden requesting entity is prohibited from creating nodes
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-policy nobody registers where that would change nothing
    When hamlet sends
      <iq type='set' id='reg1' to='pubsub.denmark.lit'><query xmlns='jabber:iq:register'/></iq>
      <iq type='get' id='reg2' to='pubsub.denmark.lit'><query xmlns='jabber:iq:register'/></iq>
      <iq type='set' id='reg3' to='pubsub.denmark.lit'>
        <query xmlns='jabber:iq:register'><remove/></query>
      </iq>
    Then hamlet receives
      <iq type='error' id='reg1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='reg2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='reg3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.1.5-config-required-error service returns error specifying that subscription configuration is required
    Given gertrude creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
              <field var='pubsub#digest'><value>0</value></field>
              <field var='pubsub#include_body'><value>false</value></field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
                <value>away</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <configuration-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.5-config-required-error and takes the subscription with them
    Given gertrude creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>2099-01-01T00:00:00Z</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>...</iq>
