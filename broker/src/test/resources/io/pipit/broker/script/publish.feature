Feature: XEP-0060 7.1, publish

  Scenario: PS-1.2-quick-flow PS-7.1.1-item-id-optional PS-7.1.1-node-attr PS-7.1.2-success PS-7.1.2-notify-each PS-7.1.2-msg-id PS-7.1.2.1-payload PS-3-event-fanout PS-4.2-state-subscribed PS-4.3-persistent-payload PS-12.2-trigger-publish every subscriber gets the item
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And bernardo is available
    And bernardo subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='bnd81g37d61f49fgn581'>
              <entry xmlns='urn:example'>bnd81g37d61f49fgn581</entry>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='bnd81g37d61f49fgn581'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='bnd81g37d61f49fgn581'>
              <entry xmlns='urn:example'>bnd81g37d61f49fgn581</entry>
            </item>
          </items>
        </event>
      </message>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='bnd81g37d61f49fgn581'>
              <entry xmlns='urn:example'>bnd81g37d61f49fgn581</entry>
            </item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.2-notify-each who is not subscribed gets nothing
    Given hamlet creates princely_musings
    And francisco is available
    And hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-7.1.1-item-id-generate PS-7.1.2-success-id PS-7.1.3.7-generate-id an item without an id gets one, which the publisher is told
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='{made}'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='{made}'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.1-item-id-generate PS-12.9-itemid-unique two items without ids are two
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='{one}'/></publish>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='publish2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='{two}'/></publish>
        </pubsub>
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
            <item id='{one}'><entry xmlns='urn:example'>one</entry></item>
            <item id='{two}'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-7.1.2-overwrite PS-7.1.3-republish-ok PS-12.9-overwrite an id that exists overwrites, and is told as a new one
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>old</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='x'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>old</entry></item>
          </items>
        </event>
      </message>
    When hamlet sends
      <iq type='set' id='publish2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>new</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='x'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>new</entry></item>
          </items>
        </event>
      </message>
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
            <item id='x'><entry xmlns='urn:example'>new</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-7.1.3-republish-ok even the very same item
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>x</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='x'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>x</entry></item>
          </items>
        </event>
      </message>
    When hamlet sends
      <iq type='set' id='publish2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>x</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='x'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>x</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.3-republish-ok PS-7.1.3.4-node-full an existing id at a full node that rejects
    Given hamlet creates princely_musings with pubsub#max_items=1 pubsub#publish_node_full=reject
    And hamlet publishes x to princely_musings
    When hamlet sends
      <iq type='set' id='publish2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='x'><entry xmlns='urn:example'>x</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='x'/></publish>
        </pubsub>
      </iq>

  Scenario: PS-7.1.2-result-then-events the publisher has its result before its own event
    Given hamlet creates princely_musings
    And hamlet is available
    When hamlet sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='hamlet@denmark.lit/elsinore'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='sub1'>...</iq>
    When hamlet sends
      <iq type='set' id='one' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='one' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    When hamlet sends
      <iq type='set' id='two' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='two' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='two'/></publish>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>
    When hamlet sends
      <iq type='set' id='three' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='three' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='three'/></publish>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.2-result-then-events nor are three at once out of order
    Given hamlet creates princely_musings
    And hamlet is available
    When hamlet sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='hamlet@denmark.lit/elsinore'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='sub1'>...</iq>
    When hamlet sends
      <iq type='set' id='one' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    And hamlet sends
      <iq type='set' id='two' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    And hamlet sends
      <iq type='set' id='three' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='one' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    And hamlet receives
      <iq type='result' id='two' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='two'/></publish>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>
    And hamlet receives
      <iq type='result' id='three' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='three'/></publish>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-12.4-id-unique PS-7.1.2-msg-id no two messages have one id
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message id='{first}'>...</message>
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1'>...</iq>
    And francisco receives
      <message id='{second}'>...</message>
    When francisco sends
      <iq type='get' id='{second}' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='none'/>
      </iq>
    Then francisco receives
      <iq type='error' id='{second}' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  # Who may publish

  Scenario: PS-7.1.1-who PS-4.1-priv-publisher a publisher may
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>

  Scenario: PS-4.1-priv-publish-only publish-only may
    Given hamlet creates princely_musings
    And hamlet makes francisco publish-only of princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>

  Scenario: PS-7.1.3.1-forbidden PS-4.1-priv-none anybody else may not
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.1-forbidden PS-4.1-priv-member a member may not
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.3.1-forbidden PS-4.1-priv-outcast an outcast may not, whatever the model: publishers
    Given hamlet creates princely_musings with pubsub#publish_model=publishers
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.3.1-forbidden PS-4.1-priv-outcast an outcast may not, whatever the model: subscribers
    Given hamlet creates princely_musings with pubsub#publish_model=subscribers
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.3.1-forbidden PS-4.1-priv-outcast an outcast may not, whatever the model: open
    Given hamlet creates princely_musings with pubsub#publish_model=open
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-16.4.4-field-publish-model subscribers: who is not one may not
    Given hamlet creates princely_musings with pubsub#publish_model=subscribers
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-16.4.4-field-publish-model subscribers: who is one may
    Given hamlet creates princely_musings with pubsub#publish_model=subscribers
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-publish-model subscribers: who was one may not
    Given hamlet creates princely_musings with pubsub#publish_model=subscribers
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-16.4.4-field-publish-model PS-7.1.1-who open: anybody may
    Given hamlet creates princely_musings with pubsub#publish_model=open
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>

  # What may be published

  Scenario: PS-7.1.1-one-item PS-12.11-batch PS-12.11-atomic a batch is one change and one message
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'/>
            <item id='two'/>
          </publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>
    And francisco receives nothing

  Scenario: PS-12.11-atomic PS-12.11-batch one wrong item, and none is stored or told
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'>
              <a xmlns='urn:a'/>
              <b xmlns='urn:b'/>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-payload xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-7.1.1-one-item more than a hundred items
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='0'><e xmlns='urn:e'/></item>
            <item id='1'><e xmlns='urn:e'/></item>
            <item id='2'><e xmlns='urn:e'/></item>
            <item id='3'><e xmlns='urn:e'/></item>
            <item id='4'><e xmlns='urn:e'/></item>
            <item id='5'><e xmlns='urn:e'/></item>
            <item id='6'><e xmlns='urn:e'/></item>
            <item id='7'><e xmlns='urn:e'/></item>
            <item id='8'><e xmlns='urn:e'/></item>
            <item id='9'><e xmlns='urn:e'/></item>
            <item id='10'><e xmlns='urn:e'/></item>
            <item id='11'><e xmlns='urn:e'/></item>
            <item id='12'><e xmlns='urn:e'/></item>
            <item id='13'><e xmlns='urn:e'/></item>
            <item id='14'><e xmlns='urn:e'/></item>
            <item id='15'><e xmlns='urn:e'/></item>
            <item id='16'><e xmlns='urn:e'/></item>
            <item id='17'><e xmlns='urn:e'/></item>
            <item id='18'><e xmlns='urn:e'/></item>
            <item id='19'><e xmlns='urn:e'/></item>
            <item id='20'><e xmlns='urn:e'/></item>
            <item id='21'><e xmlns='urn:e'/></item>
            <item id='22'><e xmlns='urn:e'/></item>
            <item id='23'><e xmlns='urn:e'/></item>
            <item id='24'><e xmlns='urn:e'/></item>
            <item id='25'><e xmlns='urn:e'/></item>
            <item id='26'><e xmlns='urn:e'/></item>
            <item id='27'><e xmlns='urn:e'/></item>
            <item id='28'><e xmlns='urn:e'/></item>
            <item id='29'><e xmlns='urn:e'/></item>
            <item id='30'><e xmlns='urn:e'/></item>
            <item id='31'><e xmlns='urn:e'/></item>
            <item id='32'><e xmlns='urn:e'/></item>
            <item id='33'><e xmlns='urn:e'/></item>
            <item id='34'><e xmlns='urn:e'/></item>
            <item id='35'><e xmlns='urn:e'/></item>
            <item id='36'><e xmlns='urn:e'/></item>
            <item id='37'><e xmlns='urn:e'/></item>
            <item id='38'><e xmlns='urn:e'/></item>
            <item id='39'><e xmlns='urn:e'/></item>
            <item id='40'><e xmlns='urn:e'/></item>
            <item id='41'><e xmlns='urn:e'/></item>
            <item id='42'><e xmlns='urn:e'/></item>
            <item id='43'><e xmlns='urn:e'/></item>
            <item id='44'><e xmlns='urn:e'/></item>
            <item id='45'><e xmlns='urn:e'/></item>
            <item id='46'><e xmlns='urn:e'/></item>
            <item id='47'><e xmlns='urn:e'/></item>
            <item id='48'><e xmlns='urn:e'/></item>
            <item id='49'><e xmlns='urn:e'/></item>
            <item id='50'><e xmlns='urn:e'/></item>
            <item id='51'><e xmlns='urn:e'/></item>
            <item id='52'><e xmlns='urn:e'/></item>
            <item id='53'><e xmlns='urn:e'/></item>
            <item id='54'><e xmlns='urn:e'/></item>
            <item id='55'><e xmlns='urn:e'/></item>
            <item id='56'><e xmlns='urn:e'/></item>
            <item id='57'><e xmlns='urn:e'/></item>
            <item id='58'><e xmlns='urn:e'/></item>
            <item id='59'><e xmlns='urn:e'/></item>
            <item id='60'><e xmlns='urn:e'/></item>
            <item id='61'><e xmlns='urn:e'/></item>
            <item id='62'><e xmlns='urn:e'/></item>
            <item id='63'><e xmlns='urn:e'/></item>
            <item id='64'><e xmlns='urn:e'/></item>
            <item id='65'><e xmlns='urn:e'/></item>
            <item id='66'><e xmlns='urn:e'/></item>
            <item id='67'><e xmlns='urn:e'/></item>
            <item id='68'><e xmlns='urn:e'/></item>
            <item id='69'><e xmlns='urn:e'/></item>
            <item id='70'><e xmlns='urn:e'/></item>
            <item id='71'><e xmlns='urn:e'/></item>
            <item id='72'><e xmlns='urn:e'/></item>
            <item id='73'><e xmlns='urn:e'/></item>
            <item id='74'><e xmlns='urn:e'/></item>
            <item id='75'><e xmlns='urn:e'/></item>
            <item id='76'><e xmlns='urn:e'/></item>
            <item id='77'><e xmlns='urn:e'/></item>
            <item id='78'><e xmlns='urn:e'/></item>
            <item id='79'><e xmlns='urn:e'/></item>
            <item id='80'><e xmlns='urn:e'/></item>
            <item id='81'><e xmlns='urn:e'/></item>
            <item id='82'><e xmlns='urn:e'/></item>
            <item id='83'><e xmlns='urn:e'/></item>
            <item id='84'><e xmlns='urn:e'/></item>
            <item id='85'><e xmlns='urn:e'/></item>
            <item id='86'><e xmlns='urn:e'/></item>
            <item id='87'><e xmlns='urn:e'/></item>
            <item id='88'><e xmlns='urn:e'/></item>
            <item id='89'><e xmlns='urn:e'/></item>
            <item id='90'><e xmlns='urn:e'/></item>
            <item id='91'><e xmlns='urn:e'/></item>
            <item id='92'><e xmlns='urn:e'/></item>
            <item id='93'><e xmlns='urn:e'/></item>
            <item id='94'><e xmlns='urn:e'/></item>
            <item id='95'><e xmlns='urn:e'/></item>
            <item id='96'><e xmlns='urn:e'/></item>
            <item id='97'><e xmlns='urn:e'/></item>
            <item id='98'><e xmlns='urn:e'/></item>
            <item id='99'><e xmlns='urn:e'/></item>
            <item id='100'><e xmlns='urn:e'/></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <max-items-exceeded xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-12.11-max-items-exceeded more items than the node keeps
    Given hamlet creates princely_musings with pubsub#max_items=1
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <max-items-exceeded xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-7.1.3.2-unsupported a collection takes no items
    Given hamlet creates princely_musings with pubsub#node_type=collection
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='publish'/>
        </error>
      </iq>

  Scenario: PS-7.1.3.3-not-found PS-7.1.5-no-autocreate a node that does not exist, where nothing is created by publishing
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.1-node-attr PS-7.2.3.3-nodeid-required no node
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish><item id='one'><entry xmlns='urn:example'>one</entry></item></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-7.1.3.4-node-full PS-11-conflict PS-7.1.2.5-full-delete-or-reject a full node that rejects
    Given hamlet creates princely_musings with pubsub#max_items=1 pubsub#publish_node_full=reject
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <node-full xmlns='http://jabber.org/protocol/pubsub#errors'/>
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

  Scenario: PS-7.1.2.5-publish-node-full the option as pubsub#publish_node_full
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#max_items'><value>1</value></field>
              <field var='pubsub#publish_node_full'><value>reject</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    Given hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <node-full xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-7.1.2.5-publish-node-full the option as pubsub#publish_full_node
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#max_items'><value>1</value></field>
              <field var='pubsub#publish_full_node'><value>reject</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    Given hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <node-full xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-7.1.2.5-retract-oldest-default PS-7.1.2.5-fifo PS-12.1-oldest-dropped PS-12.21-singleton-max1 at a full node the oldest goes
    Given hamlet creates princely_musings with pubsub#max_items=2
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
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
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-7.1.2.5-discard-oldest PS-7.1.2.5-publish-node-full PS-3-persist-limit silently, if told so
    Given hamlet creates princely_musings with pubsub#max_items=1 pubsub#publish_node_full=discard-oldest pubsub#notify_retract=1
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    Given hamlet publishes two to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>
    And francisco receives nothing
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-7.1.3.5-too-big PS-16.4.4-field-max-payload-size a payload above the limit of the node
    Given hamlet creates princely_musings with pubsub#max_payload_size=60
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'>
              <entry xmlns='urn:example'>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</entry>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <payload-too-big xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.6-bad-payload-count two payloads
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'>
              <a xmlns='urn:a'/>
              <b xmlns='urn:b'/>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-payload xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.6-bad-payload-count text is no payload
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'>words</item></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-payload xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.6-bad-payload-ns PS-16.4.4-field-type a payload of another namespace than the node's type
    Given hamlet creates princely_musings with pubsub#type=urn:example:mine
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-payload xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-16.4.4-field-type a payload of the node's type
    Given hamlet creates princely_musings with pubsub#type=urn:example
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.3.6-empty-item PS-7.1.3.7-payload-required a node with payloads, and an item without
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <payload-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.7-payload-required PS-4.3-transient-payload the same where nothing is kept
    Given hamlet creates princely_musings with pubsub#persist_items=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <payload-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.7-item-required PS-4.3-validate-publish a node that keeps items, and none
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.7-item-required PS-4.3-persistent-notif the same without payloads in events
    Given hamlet creates princely_musings with pubsub#deliver_payloads=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.3.7-item-required PS-4.3-transient-payload the same where nothing is kept, with payloads in events
    Given hamlet creates princely_musings with pubsub#persist_items=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-4.3-persistent-notif PS-7.1.2.2-no-payload PS-4.3-event-dimensions PS-3-persist PS-3-deliver-payload kept and told without payload
    Given hamlet creates princely_musings with pubsub#deliver_payloads=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><item id='one'/></items>
        </event>
      </message>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-4.3-transient-payload PS-4.3-transient-payload-id PS-4.3-event-dimensions PS-3-persist PS-3-deliver-payload told and not kept
    Given hamlet creates princely_musings with pubsub#persist_items=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='persistent-items'/>
        </error>
      </iq>

  Scenario: PS-4.3-transient-notif PS-7.1.1-no-item-trigger neither: that something happened
    Given hamlet creates princely_musings with pubsub#persist_items=0 pubsub#deliver_payloads=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'/>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'/>
        </event>
      </message>

  Scenario: PS-7.1.3.7-item-forbidden there an item is wrong
    Given hamlet creates princely_musings with pubsub#persist_items=0 pubsub#deliver_payloads=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <item-forbidden xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-17.1-schema-pubsub two actions in one request
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-17.1-schema-pubsub an action that does not exist
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <shout node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-17.4-wrong-ns the owner's action in the namespace of everybody's
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-17.4-wrong-ns and the reverse
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.1-who PS-17.1-schema-pubsub publish is no query
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  # The publisher of an item

  Scenario: PS-7.1.2.3-publisher-attr PS-7.1.2.3-publisher-unspoofable PS-7.1.2.3-publisher-jid-form PS-12.17-itemreply PS-16.4.4-field-itemreply PS-7.1.2-store-publisher told as owner says, whatever the item claimed
    Given hamlet creates princely_musings with pubsub#itemreply=owner
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes francisco publisher of princely_musings
    Then francisco receives
      <message>...</message>
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one' publisher='polonius@denmark.lit'>
              <entry xmlns='urn:example'>one</entry>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one' publisher='hamlet@denmark.lit'>
              <entry xmlns='urn:example'>one</entry>
            </item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.2.3-publisher-attr PS-7.1.2.3-publisher-unspoofable PS-7.1.2.3-publisher-jid-form PS-12.17-itemreply PS-16.4.4-field-itemreply PS-7.1.2-store-publisher told as publisher says, whatever the item claimed
    Given hamlet creates princely_musings with pubsub#itemreply=publisher
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes francisco publisher of princely_musings
    Then francisco receives
      <message>...</message>
    When francisco sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one' publisher='polonius@denmark.lit'>
              <entry xmlns='urn:example'>one</entry>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one' publisher='francisco@denmark.lit'>
              <entry xmlns='urn:example'>one</entry>
            </item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.2.3-publisher-retrieve and so in what is retrieved
    Given hamlet creates princely_musings with pubsub#itemreply=publisher
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one' publisher='hamlet@denmark.lit'>
              <entry xmlns='urn:example'>one</entry>
            </item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-7.1.2.3-publisher-unspoofable PS-12.17-itemreply none is told where none is asked for
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one' publisher='polonius@denmark.lit'>
              <entry xmlns='urn:example'>one</entry>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  # Publish-options (7.1.5)

  Scenario: PS-7.1.5-support PS-7.1.5-met PS-7.1.5-form PS-7.1.5-check-each a precondition that is met
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#access_model'><value>open</value></field>
              <field var='pubsub#persist_items'><value>true</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-7.1.5-not-met PS-7.1.5-check-each PS-7.1.5-field-any-node-config-field pubsub#access_model=presence is not so
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#access_model'><value>presence</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.5-not-met PS-7.1.5-check-each PS-7.1.5-field-any-node-config-field pubsub#max_items=7 is not so
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#max_items'><value>7</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.5-not-met PS-7.1.5-check-each PS-7.1.5-field-any-node-config-field pubsub#persist_items=0 is not so
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#persist_items'><value>0</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.5-not-met PS-7.1.5-check-each PS-7.1.5-field-any-node-config-field pubsub#title=Other is not so
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#title'><value>Other</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.5-not-met PS-7.1.5-check-each the first is met and the second is not
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#access_model'><value>open</value></field>
              <field var='pubsub#max_items'><value>7</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.5-met the configuration stays as it was
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#access_model'><value>presence</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1'>...</iq>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-7.1.5-unknown-field a field that is neither
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#colour'><value>red</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.1.5-no-autocreate PS-7.1.5-race-create a node that does not exist, and none is left behind
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#access_model'><value>open</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.5-form options of another form
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>open</value></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='pub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing
