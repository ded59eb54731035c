Feature: XEP-0060 7.2, delete an item

  Scenario: PS-7.2.1-request PS-7.2.2-delete PS-7.2-support PS-7.2.1-item-empty the item is deleted
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-7.2.2.1-notify PS-7.2.1-notify-attr PS-6.3.3-boolean and told when notify is true
    Given hamlet creates princely_musings with pubsub#notify_retract=0
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And bernardo is available
    And bernardo subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
      </message>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
      </message>

  Scenario: PS-7.2.2.1-notify PS-7.2.1-notify-attr PS-6.3.3-boolean and told when notify is 1
    Given hamlet creates princely_musings with pubsub#notify_retract=0
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And bernardo is available
    And bernardo subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='1'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
      </message>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
      </message>

  Scenario: PS-7.2.1-notify-attr nobody is told when it is absent and the node does not say so
    Given hamlet creates princely_musings with pubsub#notify_retract=0
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives nothing

  Scenario: PS-7.2.1-notify-attr nobody is told when it is notify='false' and the node does not say so
    Given hamlet creates princely_musings with pubsub#notify_retract=0
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='false'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives nothing

  Scenario: PS-7.2.1-notify-attr nobody is told when it is notify='0' and the node does not say so
    Given hamlet creates princely_musings with pubsub#notify_retract=0
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='0'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives nothing

  Scenario: PS-7.2.1-notify-attr notify is a boolean
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='maybe'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.2.2.1-notify-config PS-16.4.4-field-notify-retract the node says so
    Given hamlet creates princely_musings with pubsub#notify_retract=1
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
      </message>

  Scenario: PS-7.2.2.2-shim PS-7.2.2.2-shim-format PS-7.2.2.2-shim-last PS-12.16-shim-items with the subids of several subscriptions, last
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{one}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='sub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#show-values'>
                <value>online</value>
                <value>chat</value>
                <value>away</value>
                <value>dnd</value>
                <value>xa</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          ...
          <subscription subid='{two}'>...</subscription>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header name='SubID'>{one}</header>
          <header name='SubID'>{two}</header>
        </headers>
      </message>

  Scenario: PS-7.2.3.1-forbidden by somebody without rights
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.2.3.1-forbidden PS-4.1-priv-member by a member
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.2.3.1-forbidden PS-4.1-priv-outcast by an outcast
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.1-publish-only-deletes-own PS-7.2.3.1-forbidden publish-only: not what another published
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet makes francisco publish-only of princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.1-publish-only-deletes-own publish-only: its own
    Given hamlet creates princely_musings
    And hamlet makes francisco publish-only of princely_musings
    And francisco publishes one to princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>

  Scenario: PS-4.1-priv-publisher a publisher: its own
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    And francisco publishes one to princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>

  Scenario: PS-7.2.3.1-forbidden PS-4.1-priv-publisher a publisher: not what another published, as this service has it
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet makes francisco publisher of princely_musings
    When francisco sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.2.3.2-not-found PS-11-item-not-found the item does not exist
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'><item id='nine'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.2.3.2-not-found it has been deleted
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='set' id='retract2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.2.3.2-not-found the node does not exist
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.2.3.3-nodeid-required no node
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-7.2.3.4-item-required no item
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.2.3.4-item-required no id
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'><item/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    And francisco receives nothing

  Scenario: PS-7.2.1-one-item two items
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'>
            <item id='one'/>
            <item id='two'/>
          </retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
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
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-7.2.3.5-persistent-unsupported a node that keeps none
    Given hamlet creates princely_musings with pubsub#persist_items=0
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
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='persistent-items'/>
        </error>
      </iq>
