Feature: XEP-0060 9, an account as a service

  Scenario: PS-9-on-a-jid-feature PS-10-feature-pubsub-on-a-jid an account says that it is one
    When hamlet sends
      <iq type='get' id='d' to='hamlet@denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='d' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <identity category='pubsub' type='pep'/>
        </query>
      </iq>
    When hamlet sends
      <iq type='get' id='e' to='hamlet@denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='e' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#pubsub-on-a-jid'/>
        </query>
      </iq>

  Scenario: PS-9-no-to without an address it is one's own service
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='i1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='i1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-9.1.2-contact-subscribed PS-4.5-presence a contact may read what it gets presence of
    Given francisco sees hamlet
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='i1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='i1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-9.1.2-no-permission-silent PS-6.5.9.6-presence-required a stranger may not
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='i1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='i1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-9.1.2-no-permission-silent PS-6.1.3.2-presence-required nor subscribe
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='s1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='urn:example:mood' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='s1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-7.1.3.1-forbidden nobody publishes at the account of another
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='p2' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>sad</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='p2' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-8.1.1-policy nor creates nodes there: to a stranger there is no service
    When francisco sends
      <iq type='set' id='c1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='mine'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='c1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PS-8.1.1-policy PS-7.1.3.3-not-found nor by publishing, even as a contact
    Given francisco sees hamlet
    When francisco sends
      <iq type='set' id='p2' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>sad</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='p2' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-14.2-owner-only PS-8.2.3.2-forbidden nor configures any
    Given francisco sees hamlet
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='c1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='c1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-8.4.3.1-forbidden PS-14.2-owner-only nor deletes any
    Given francisco sees hamlet
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='c1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='c1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-8.7.3.1-no-adhoc to a stranger it has no ad-hoc commands
    When hamlet sends
      <iq type='set' id='pending1' to='polonius@denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='pending1' from='polonius@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.7.3.1-no-adhoc nor to a contact
    Given francisco sees hamlet
    When francisco sends
      <iq type='set' id='pending1' to='hamlet@denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then francisco receives
      <iq type='error' id='pending1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-9.1.1-owner-subscribed PS-9.2-caps-signal PS-9.2-check-caps PS-9.2-cache PS-9.2-full-jid-delivery a resource that wants to hear of its own account does
    When hamlet sends
      <presence>
        <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:example:client' ver='D8opQOcjdNDJbB1ThYqtfcUJWJQ='/>
      </presence>
    Then hamlet receives in any order
      <presence from='hamlet@denmark.lit/elsinore'>...</presence>
      <iq type='get' id='{q}' from='{asker}' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='urn:example:client#D8opQOcjdNDJbB1ThYqtfcUJWJQ='/>
      </iq>
    When hamlet sends
      <iq type='result' id='{q}' to='{asker}'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='urn:example:client#D8opQOcjdNDJbB1ThYqtfcUJWJQ='>
          <identity category='client' type='pc'/>
          <feature var='http://jabber.org/protocol/disco#info'/>
          <feature var='urn:example:mood+notify'/>
        </query>
      </iq>
    And hamlet sends
      <iq type='get' id='sync' to='hamlet@denmark.lit'>
        <ping xmlns='urn:xmpp:ping'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='sync'>...</iq>
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='p1'>...</iq>
      <message from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </items>
        </event>
      </message>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PS-9.2-match-only a resource that did not say so does not
    Given hamlet is available
    When hamlet sends
      <iq type='set' id='p1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'>
            <item id='current'><mood xmlns='urn:example:mood'>happy</mood></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:example:mood'><item id='current'/></publish>
        </pubsub>
      </iq>
    And hamlet receives nothing
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:mood'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>

  Scenario: PEP-2.3-default-presence PEP-5-model-presence PEP-4.3.4-default-osap the defaults of its nodes are for contacts
    When hamlet sends
      <iq type='get' id='def1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><default/></pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='def1' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#access_model'>
                ...
                <value>presence</value>
              </field>
              <field var='pubsub#send_last_published_item'>
                ...
                <value>on_sub_and_presence</value>
              </field>
            </x>
          </default>
        </pubsub>
      </iq>

  Scenario: PS-8.1.1-policy nobody else creates nodes there, also no contact
    Given francisco sees hamlet
    When francisco sends
      <iq type='set' id='c1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='mine'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='c1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.1-disco-features an account has no archive to tell of, and says none
    When hamlet sends
      <iq type='set' id='mam1' to='hamlet@denmark.lit'>
        <query xmlns='urn:xmpp:mam:2' queryid='q' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='mam1' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>
