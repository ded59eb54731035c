Feature: XEP-0060 5 to 8, at a service that leaves nodes to its administrator
Without: create-nodes, retrieve-affiliations, retrieve-default, retrieve-default-sub, modify-affiliations

  Scenario: PS-8.1.1-unsupported PS-8.1.1-policy nobody creates nodes
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='create-nodes'/>
        </error>
      </iq>

  Scenario: PS-8.1.1-unsupported not even with a configuration
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
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
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='create-nodes'/>
        </error>
      </iq>

  Scenario: PS-5.7-unsupported no list of affiliations
    When francisco sends
      <iq type='get' id='affil1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='affil1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-affiliations'/>
        </error>
      </iq>

  Scenario: PS-5.7-unsupported nor that with one node
    When francisco sends
      <iq type='get' id='affil2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='affil2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-affiliations'/>
        </error>
      </iq>

  Scenario: PS-8.3.4.2-unsupported no defaults of nodes
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
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-default'/>
        </error>
      </iq>

  Scenario: PS-6.4.3.2-unsupported no defaults of subscriptions
    When francisco sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-default-sub'/>
        </error>
      </iq>

  Scenario: PS-8.9.1.3.1-unsupported no list of affiliated entities
    When hamlet sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='modify-affiliations'/>
        </error>
      </iq>

  Scenario: PS-8.9.2.3.1-unsupported and no change of it
    When hamlet sends
      <iq type='set' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='modify-affiliations'/>
        </error>
      </iq>
