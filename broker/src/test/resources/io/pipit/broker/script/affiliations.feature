Feature: XEP-0060 8.9 and 4.1, affiliations

  Scenario: PS-8.9.1.1-request PS-8.9.1.2-list PS-8.9-support PS-4.1-owner-none PS-4.1-others-recommended everybody with an affiliation
    Given hamlet creates princely_musings
    And hamlet makes bernardo member of princely_musings
    And hamlet makes francisco publisher of princely_musings
    And hamlet makes horatio publish-only of princely_musings
    And hamlet makes polonius outcast of princely_musings
    When hamlet sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='member'/>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
            <affiliation jid='horatio@denmark.lit' affiliation='publish-only'/>
            <affiliation jid='polonius@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.1.2-no-none PS-8.9.3-remove who has none any more is not listed
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    And hamlet makes francisco none of princely_musings
    When hamlet sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.1.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-none asked for by a stranger
    Given hamlet creates princely_musings
    When bernardo sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.1.3.2-forbidden PS-4.1-priv-publisher asked for by a publisher
    Given hamlet creates princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When bernardo sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.1.3.2-forbidden PS-4.1-priv-publish-only asked for by a publish-only
    Given hamlet creates princely_musings
    And hamlet makes bernardo publish-only of princely_musings
    When bernardo sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.1.3.2-forbidden PS-4.1-priv-member asked for by a member
    Given hamlet creates princely_musings
    And hamlet makes bernardo member of princely_musings
    When bernardo sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.1.3.2-forbidden PS-4.1-priv-outcast asked for by a outcast
    Given hamlet creates princely_musings
    And hamlet makes bernardo outcast of princely_musings
    When bernardo sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.1.3.3-not-found asked for of a node that does not exist
    When hamlet sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.1.1-request PS-7.2.3.3-nodeid-required asked for without a node
    When hamlet sends
      <iq type='get' id='ent1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.9.2.3.3-forbidden PS-14.2-owner-only PS-4.1-priv-none changed by a stranger
    Given hamlet creates princely_musings
    When bernardo sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.3.3-forbidden PS-4.1-priv-publisher changed by a publisher
    Given hamlet creates princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When bernardo sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.3.3-forbidden PS-4.1-priv-publish-only changed by a publish-only
    Given hamlet creates princely_musings
    And hamlet makes bernardo publish-only of princely_musings
    When bernardo sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.3.3-forbidden PS-4.1-priv-member changed by a member
    Given hamlet creates princely_musings
    And hamlet makes bernardo member of princely_musings
    When bernardo sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.3.3-forbidden PS-4.1-priv-outcast changed by a outcast
    Given hamlet creates princely_musings
    And hamlet makes bernardo outcast of princely_musings
    When bernardo sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.3.4-not-found changed of a node that does not exist
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.1-delta PS-7.2.3.3-nodeid-required changed without a node
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations>
            <affiliation jid='polonius@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.9.2.1-delta PS-8.9.2.2-success PS-8.9.4-notify PS-8.9.4-notify-data the entity is told
    Given hamlet creates princely_musings
    And francisco is available
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </message>

  Scenario: PS-8.9.2.1-no-attr-no-change an entry without an affiliation changes nothing
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-4.1-bare-jid a full address means its account
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit/barracks' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.2.4-multi two at once
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.2.4-partial-error PS-8.9.2.4-rest-applied PS-8.9.2.4-last-owner the example of the text: the only owner stays one, the others are changed
    Given hamlet creates princely_musings
    And hamlet makes polonius member of princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='none'/>
            <affiliation jid='polonius@denmark.lit' affiliation='none'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.2.4-last-owner nor can he resign alone
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.9.2.4-last-owner PS-4.1-trans-owner one of two owners can
    Given hamlet creates princely_musings
    And hamlet makes francisco owner of princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When francisco sends
      <iq type='get' id='l2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='l2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.2.4-last-owner two owners cannot both
    Given hamlet creates princely_musings
    And hamlet makes francisco owner of princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='none'/>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent3'>
        ...
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When francisco sends
      <iq type='get' id='l2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='l2'>...</iq>

  Scenario: PS-8.9.2.4-duplicate-entity one entity twice
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>

  Scenario: PS-8.9.2.4-partial-error PS-8.9.2.4-rest-applied an affiliation that does not exist, and one that does
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='king'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet sends
      <iq type='get' id='l' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
            <affiliation jid='bernardo@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>

  # The chart of 4.1

  Scenario: PS-4.1-trans-outcast PS-8.9.2.4-state-chart from outcast to none
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-outcast PS-8.9.2.4-state-chart from outcast to member
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-outcast PS-8.9.2.4-state-chart from outcast to publisher
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-outcast PS-8.9.2.4-state-chart from outcast to owner
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-none PS-8.9.2.4-state-chart PS-3-affil-other from none to outcast
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-none PS-8.9.2.4-state-chart PS-3-affil-other from none to member
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-none PS-8.9.2.4-state-chart PS-3-affil-other from none to publisher
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-none PS-8.9.2.4-state-chart PS-3-affil-other from none to publish-only
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publish-only'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-none PS-8.9.2.4-state-chart from none to owner
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-member PS-8.9.2.4-state-chart from member to outcast
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-member PS-8.9.2.4-state-chart from member to none
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-member PS-8.9.2.4-state-chart from member to publisher
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-member PS-8.9.2.4-state-chart from member to owner
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-publisher PS-8.9.2.4-state-chart from publisher to outcast
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-publisher PS-8.9.2.4-state-chart from publisher to none
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-publisher PS-8.9.2.4-state-chart from publisher to owner
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-owner PS-8.9.2.4-state-chart from owner to none
    Given hamlet creates princely_musings
    And hamlet makes francisco owner of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>

  Scenario: PS-4.1-trans-publisher PS-8.9.2.4-state-chart not from publisher to member
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.1-trans-owner PS-8.9.2.4-state-chart not from owner to outcast
    Given hamlet creates princely_musings
    And hamlet makes francisco owner of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.1-trans-owner PS-8.9.2.4-state-chart not from owner to member
    Given hamlet creates princely_musings
    And hamlet makes francisco owner of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.1-trans-owner PS-8.9.2.4-state-chart not from owner to publisher
    Given hamlet creates princely_musings
    And hamlet makes francisco owner of princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  # Rights that are lost

  Scenario: PS-8.9.2.2-outcast-stops-events PS-14.3-access-for-events who is made outcast hears nothing more
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives in any order
      <message>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          ...
          <subscription subscription='none'>...</subscription>
        </event>
      </message>
      <message>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>...</pubsub>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-8.9.2.2-outcast-stops-events PS-14.3-access-for-events PS-4.5-whitelist-member nor a member that is taken off a whitelist
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet makes francisco member of princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='none'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives in any order
      <message>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          ...
          <subscription subscription='none'>...</subscription>
        </event>
      </message>
      <message>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>...</pubsub>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-8.9.2.2-outcast-stops-events nor has an outcast any right again by asking
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet makes francisco outcast of princely_musings
    Then francisco receives
      <message>...</message>
      <message>...</message>
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
