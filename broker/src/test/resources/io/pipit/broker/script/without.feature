Feature: XEP-0060 5 to 8, at a service without what is optional
Without: retrieve-subscriptions, instant-nodes, delete-items, config-node, purge-nodes, get-pending, manage-subscriptions, member-affiliation

  Scenario: PS-5.6-unsupported PS-11-feature-not-implemented no list of subscriptions
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='subscriptions1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-subscriptions'/>
        </error>
      </iq>

  Scenario: PS-5.6-unsupported nor those to one node
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='subscriptions2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='subscriptions2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-subscriptions'/>
        </error>
      </iq>

  Scenario: PS-7.2.3.6-unsupported no deletion of items
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='delete-items'/>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-8.1.1-no-instant no names made by the service
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.2.3.1-unsupported no configuration
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='config-node'/>
        </error>
      </iq>

  Scenario: PS-8.2.3.1-unsupported and no change of it
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>T</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='config-node'/>
        </error>
      </iq>

  Scenario: PS-8.3.4.1-noconfig nor a default of it
    When hamlet sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='config-node'/>
        </error>
      </iq>

  Scenario: PS-8.5.3.1-unsupported no purge
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='purge-nodes'/>
        </error>
      </iq>

  Scenario: PS-8.7.3.2-unsupported no list of requests
    When hamlet sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='pending1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='get-pending'/>
        </error>
      </iq>

  Scenario: PS-8.8.1.3.1-unsupported no list of subscribers
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='manage-subscriptions'/>
        </error>
      </iq>

  Scenario: PS-8.8.2.3.1-unsupported and no change of it
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='manage-subscriptions'/>
        </error>
      </iq>

  Scenario: PS-8.9.2.3.2-affil-unsupported no members
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='member-affiliation'/>
        </error>
      </iq>

  Scenario: PS-8.9.2.3.2-affil-unsupported though publishers
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
