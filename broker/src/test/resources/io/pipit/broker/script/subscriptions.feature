Feature: XEP-0060 8.8, manage subscriptions

  Scenario: PS-8.8.1.1-request PS-8.8.1.2-list PS-8.8-support the list of an owner
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    And bernardo subscribes to princely_musings
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.8.1.2-list who has not yet chosen options is in it
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='unconfigured' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.8.1.2-no-none who has unsubscribed is not
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq id='unsub1'>...</iq>
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-8.8.1.2-no-pending who is pending is not
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-8.8.1.2-multi-subid two of one address have their subids
    Given hamlet creates princely_musings
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
              <field var='pubsub#deliver'><value>0</value></field>
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
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{one}'/>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{two}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.8.1.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-none asked for by a stranger
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When bernardo sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.3.2-forbidden asked for by the subscriber itself
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.3.2-forbidden PS-4.1-priv-publisher asked for by a publisher
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When bernardo sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.3.2-forbidden PS-4.1-priv-publish-only asked for by a publish-only
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publish-only of princely_musings
    When bernardo sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.3.2-forbidden PS-4.1-priv-member asked for by a member
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo member of princely_musings
    When bernardo sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.3.2-forbidden PS-4.1-priv-outcast asked for by a outcast
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo outcast of princely_musings
    When bernardo sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.3.3-not-found asked for of a node that does not exist
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.1.1-request PS-7.2.3.3-nodeid-required asked for without a node
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-none changed by a stranger
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When bernardo sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.3.2-forbidden changed by the subscriber itself
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.3.2-forbidden PS-4.1-priv-publisher changed by a publisher
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When bernardo sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.3.2-forbidden PS-4.1-priv-publish-only changed by a publish-only
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publish-only of princely_musings
    When bernardo sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.3.2-forbidden PS-4.1-priv-member changed by a member
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo member of princely_musings
    When bernardo sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.3.2-forbidden PS-4.1-priv-outcast changed by a outcast
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo outcast of princely_musings
    When bernardo sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.3.3-not-found changed of a node that does not exist
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.8.2.1-delta PS-7.2.3.3-nodeid-required changed without a node
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.8.2.1-delta PS-8.8.2.1-can-approve PS-8.8.2.2-success PS-8.8.4-notify an owner subscribes somebody, who is told
    Given hamlet creates princely_musings
    And francisco is available
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-8.8.2.1-can-approve PS-8.8.2.2-success PS-8.8.4-notify also where the entry is in the namespace of subscribers, as Smack writes it
    Given hamlet creates princely_musings
    And francisco is available
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription xmlns='http://jabber.org/protocol/pubsub' jid='francisco@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
        </event>
      </message>

  Scenario: PS-8.8.2.1-can-approve PS-8.6-approve or approves a request so
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-8.8.2.1-no-attr-no-change an entry without a state changes nothing
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.8.3-remove PS-8.8.3-remove-stops-events PS-8.8.4-notify PS-12.14-triggers an owner ends a subscription, and no event comes after it
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='subman2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
      </message>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-8.8.2.4-multi two at once
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And bernardo is available
    When hamlet sends
      <iq type='set' id='subman3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.8.2.4-partial-error PS-8.8.2.4-rest-applied an outcast cannot be subscribed, the other can
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    And bernardo is available
    When hamlet sends
      <iq type='set' id='subman3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed'/>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none'/>
          </subscriptions>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='bernardo@denmark.lit' subid='{any}' subscription='subscribed'/>
        </event>
      </message>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.8.2.4-partial-error PS-8.8.2.4-rest-applied a state that does not exist, and one that does
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='subman3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='asleep'/>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
            <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.8.2.4-partial-error an address that is none
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='subman3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='@' subscription='none'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='subman3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.8.2.4-distinct-subid PS-8.8.1.2-multi-subid of two of one address the named one ends
    Given hamlet creates princely_musings
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
              <field var='pubsub#deliver'><value>0</value></field>
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
      <iq type='set' id='subman3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none' subid='{two}'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{one}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.8.2.4-distinct-subid a subid that is nobody's is none already, and whoever is subscribed stays so
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='subman3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='none' subid='991'/>
          </subscriptions>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing
