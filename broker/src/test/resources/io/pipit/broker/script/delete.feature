Feature: XEP-0060 8.4 and 8.5, delete and purge a node

  Scenario: PS-8.4.1-request PS-8.4.2-result PS-8.4.2-notify-all PS-8.4-support PS-16.4.4-field-notify-delete every subscriber is told
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And bernardo is available
    And bernardo subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='princely_musings'/>
        </event>
      </message>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='princely_musings'/>
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
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.4.1-redirect PS-8.4.2-notify-all and where its successor is
    Given hamlet creates old_blog
    And francisco is available
    And francisco subscribes to old_blog
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='old_blog'><redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/></delete>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='old_blog'><redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/></delete>
        </event>
      </message>

  Scenario: PS-8.4.2-notify-all nobody is told where the owner does not want it
    Given hamlet creates princely_musings with pubsub#notify_delete=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives nothing

  Scenario: PS-8.4.2-notify-pending who is pending is told too
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
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='princely_musings'/>
        </event>
      </message>

  Scenario: PS-8.4.2-notify-pending who has not yet chosen options is told too
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
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
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='princely_musings'/>
        </event>
      </message>

  Scenario: PS-8.4-items-first PS-8.4.1-request items, subscriptions and affiliations go with it
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message>...</message>
    Given hamlet makes bernardo publisher of princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message>...</message>
    When francisco sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    When bernardo sends
      <iq type='get' id='affil1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='result' id='affil1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>

  Scenario: PS-8.4.3.1-forbidden PS-14.2-owner-only PS-4.1-priv-none by a stranger
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When bernardo sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.4.3.1-forbidden PS-14.2-owner-only PS-4.1-priv-publisher by a publisher
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When bernardo sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.4.3.1-forbidden PS-14.2-owner-only PS-4.1-priv-publish-only by a publish-only
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publish-only of princely_musings
    When bernardo sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.4.3.1-forbidden PS-14.2-owner-only PS-4.1-priv-member by a member
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo member of princely_musings
    When bernardo sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.4.3.1-forbidden PS-14.2-owner-only PS-4.1-priv-outcast by a outcast
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes bernardo outcast of princely_musings
    When bernardo sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.4.3.2-not-found a node that does not exist
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.4.3.2-not-found a node that was deleted
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='set' id='delete2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='delete2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.4.1-request no node means the root, which nobody deletes (XEP-0248 7.4.3.1)
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.4.1-request delete is no query
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  # Purge (8.5)

  Scenario: PS-8.5.1-request PS-8.5.2-purge PS-8.5-support all items are gone
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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

  Scenario: PS-8.5.2-single-event one event for all of them
    Given hamlet creates princely_musings with pubsub#notify_retract=1
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And bernardo is available
    And bernardo subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <purge node='princely_musings'/>
        </event>
      </message>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <purge node='princely_musings'/>
        </event>
      </message>
    And francisco receives nothing

  Scenario: PS-8.5.2-single-event none where retractions are not told
    Given hamlet creates princely_musings with pubsub#notify_retract=0
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives nothing

  Scenario: PS-12.16-shim-not-node-events no subids in it
    Given hamlet creates princely_musings with pubsub#notify_retract=1
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
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
      <iq type='result' id='sub2'>...</iq>
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <purge node='princely_musings'/>
        </event>
      </message>
    And francisco receives nothing

  Scenario: PS-12.16-shim-not-node-events nor in that of a deletion
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
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
      <iq type='result' id='sub2'>...</iq>
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='princely_musings'/>
        </event>
      </message>
    And francisco receives nothing

  Scenario: PS-8.5.3.2-forbidden PS-14.2-owner-only by a stranger
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    Then francisco receives
      <message>...</message>
      <message>...</message>
    When bernardo sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.5.3.2-forbidden PS-4.1-priv-publish-only by a publish-only
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet makes bernardo publish-only of princely_musings
    When bernardo sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.5.3.2-forbidden PS-4.1-priv-member by a member
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet makes bernardo member of princely_musings
    When bernardo sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.5.3.2-forbidden PS-4.1-priv-outcast by a outcast
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet makes bernardo outcast of princely_musings
    When bernardo sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.5.3.3-nopersist a node that keeps no items
    Given hamlet creates princely_musings with pubsub#persist_items=0
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
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='persistent-items'/>
        </error>
      </iq>

  Scenario: PS-8.5.3.4-not-found a node that does not exist
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.5.1-request PS-7.2.3.3-nodeid-required no node
    When hamlet sends
      <iq type='set' id='purge1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='purge1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
