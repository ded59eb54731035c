Feature: XEP-0060 6.1 to 6.2, subscribe and unsubscribe

  Scenario: PS-6.1.1-request PS-6.1.1-node-attr PS-6.1.1-jid-attr PS-6.1.2-success PS-6.1.2-subid PS-3-subscribe-or-refuse PS-6.1.5-optional-options a bare address is subscribed
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
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.1-jid-attr PS-12.3-to-subscribed-jid PS-12.3-no-guess PS-6.1.6-full-jids-separate a full address is subscribed, and only it is told
    Given hamlet creates princely_musings
    And francisco is available
    And francisco/camp is available
    Then francisco receives
      <presence>...</presence>
    And francisco/camp receives
      <presence>...</presence>
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/barracks' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    And francisco/camp receives nothing

  Scenario: PS-6.1.1-jid-missing no address
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.1-jid-missing an address that is none
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.1-bare-match PS-6.1.3.1-app-condition francisco asks for bernardo@denmark.lit
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='bernardo@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.1-bare-match PS-6.1.3.1-app-condition francisco asks for francisco@example.org
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@example.org'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.1-bare-match PS-6.1.3.1-app-condition francisco asks for denmark.lit
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.1-bare-match PS-6.1.3.1-app-condition francisco asks for bernardo@denmark.lit/barracks
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='bernardo@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.1-bare-match another resource of the same account may be subscribed
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/guard'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/guard' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  # Access models

  Scenario: PS-6.1.3.2-presence-required PS-4.5-presence PS-11-not-authorized a presence node and a stranger
    Given hamlet creates princely_musings with pubsub#access_model=presence
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.2-presence-required the other direction of presence is not enough
    Given hamlet sees francisco
    And hamlet creates princely_musings with pubsub#access_model=presence
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-4.5-presence PS-6.1.3.2-presence-required a presence node and a contact
    Given francisco sees hamlet
    And hamlet creates princely_musings with pubsub#access_model=presence
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.3.3-roster-group PS-4.5-roster a roster node and a stranger
    Given hamlet creates princely_musings with pubsub#access_model=roster pubsub#roster_groups_allowed=Guards
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-in-roster-group xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.3-roster-group a contact of another group
    Given francisco sees hamlet
    And hamlet puts francisco in Friends
    And hamlet creates princely_musings with pubsub#access_model=roster pubsub#roster_groups_allowed=Guards
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-in-roster-group xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-4.5-roster PS-6.1.3.3-roster-group a contact of the group
    Given francisco sees hamlet
    And hamlet puts francisco in Guards
    And hamlet creates princely_musings with pubsub#access_model=roster pubsub#roster_groups_allowed=Guards
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.3.4-closed-node PS-4.5-whitelist PS-11-not-allowed a whitelist node and a stranger
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-4.5-whitelist-member PS-4.1-priv-member a member of a whitelist node
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-4.5-whitelist-owner PS-12.12-owners-publishers PS-4.1-priv-owner its owner
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    When hamlet sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='hamlet@denmark.lit'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='hamlet@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-12.12-owners-publishers PS-4.1-priv-publisher a publisher of a whitelist node
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet makes francisco publisher of princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.3.8-outcast PS-4.1-priv-outcast PS-11-forbidden an outcast of an open node
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
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

  Scenario: PS-4.1-priv-publish-only publish-only may not subscribe
    Given hamlet creates princely_musings
    And hamlet makes francisco publish-only of princely_musings
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

  # Limits and nodes that refuse

  Scenario: PS-6.1.3.9-too-many PS-6.1.3.9-too-many-match the service was told to take four subscriptions of an account to a node
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/r1'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/r1' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='sub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/r2'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/r2' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='sub3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/r3'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub3' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/r3' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='sub4' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/r4'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub4' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/r4' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='sub5' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/r5'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub5' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='wait'>
          <policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <too-many-subscriptions xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.10-unsupported PS-16.4.4-field-subscribe PS-11-feature-not-implemented a node that takes no subscriptions
    Given hamlet creates princely_musings with pubsub#subscribe=0
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='subscribe'/>
        </error>
      </iq>

  Scenario: PS-6.1.3.11-gone PS-8.4.1-redirect a node that was deleted and has a successor
    Given hamlet creates old_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='old_musings'>
            <redirect uri='xmpp:pubsub.denmark.lit?;node=some-other-node'/>
          </delete>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='old_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:pubsub.denmark.lit?;node=some-other-node</gone>
        </error>
      </iq>

  Scenario: PS-6.1.3.12-not-found a node that does not exist
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  # Authorization

  Scenario: PS-6.1.4-approve PS-6.1.4-pending-result PS-4.5-authorize an authorize node answers that it is pending
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.3.7-pending asking again while it is
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When francisco sends
      <iq type='set' id='sub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <pending-subscription xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-4.2-state-pending nothing is sent to whom nobody has approved
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-6.1.4-auto-by-affil a member needs no approval
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  # Configuration required: an own option of ours

  Scenario: PS-6.1.5-inform-required PS-6.1.5-unconfigured-result PS-6.1.5-required-only-if PS-12.19-lease-required a node that asks for a lease
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='unconfigured'>
            <subscribe-options><required/></subscribe-options>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.5-required-only-if a node that asks for nothing says that there are options, not that they are required
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
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.5-inform-required PS-4.2-state-unconfigured no events before the options have come, and then all
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='result' id='options1'>...</iq>
    Given francisco is available
    And hamlet publishes two to princely_musings
    Then francisco receives
      <message>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>

  # Several subscriptions

  Scenario: PS-6.1.6-idempotent asking again for the same gives the same
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
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{one}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>

  Scenario: PS-6.1.6-support PS-6.1.6-subid-unique PS-6.1.6-subid-generate PS-5.6-by-node-filter other options make another subscription with a subid of its own
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
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{two}' subscription='subscribed'>...</subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='subscriptions2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'>
            <subscription node='princely_musings' jid='francisco@denmark.lit' subscription='subscribed' subid='{one}'/>
            <subscription node='princely_musings' jid='francisco@denmark.lit' subscription='subscribed' subid='{two}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-6.1.6-one-notification PS-7.1.2.4-shim-subid PS-7.1.2.4-shim-format PS-7.1.2.4-shim-last PS-12.16-shim-items PS-16.5-shim-subid-name one message for one address, with both subids
    Given hamlet creates princely_musings
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
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header name='SubID'>{one}</header>
          <header name='SubID'>{two}</header>
        </headers>
      </message>
    And francisco receives nothing

  Scenario: PS-6.1.6-subid-overwrite PS-6.1.6-subid-generate a subid that the client made up is not taken
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit' subid='mine'/>
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
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit' subid='mine'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  # The last item

  Scenario: PS-6.1.7-send-last PS-6.1.7-delay-stamp PS-12.10-send who subscribes is sent the last item, stamped
    Given hamlet creates princely_musings with pubsub#send_last_published_item=on_sub
    And francisco is available
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
        <delay xmlns='urn:xmpp:delay' from='pubsub.denmark.lit' stamp='{stamp}'/>
      </message>
    And francisco receives nothing

  Scenario: PS-6.1.7-send-last not where it is never sent
    Given hamlet creates princely_musings with pubsub#send_last_published_item=never
    And francisco is available
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And francisco receives nothing

  # Unsubscribe

  Scenario: PS-6.2.1-request PS-6.2.2-result PS-6.2.2-result-sub PS-6.2.2-result-subid the answer says what has ended
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
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{one}' subscription='none'/>
        </pubsub>
      </iq>

  Scenario: PS-4.2-state-none PS-6.2.2-result nothing comes after it
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-6.2.3.1-subid-required two subscriptions, and none named
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
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.2.3.5-subid-include PS-6.2.2-result-subid the one that is named ends, the other stays
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
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit' subid='{two}'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{two}' subscription='none'/>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='subscriptions2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'>
            <subscription node='princely_musings' jid='francisco@denmark.lit' subscription='subscribed' subid='{one}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-6.2.3.2-not-subscribed PS-6.2.3.2-condition-soft nobody is subscribed
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.2.3.2-not-subscribed another resource is
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.2.3.2-not-subscribed it has ended already
    Given hamlet creates princely_musings
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
      <iq type='set' id='unsub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.2.3.3-forbidden somebody else ends it
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When bernardo sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.2.3.3-check-bare PS-6.2.3.3-forbidden somebody else with the same resource
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/home'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When bernardo sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit/home'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.2.3.3-check-bare another resource of the account may end it
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/camp'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit/camp'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>

  Scenario: PS-6.2.3.4-not-found the node does not exist
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.2.3.5-invalid-subid a subid that is nobody's
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
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit' subid='991'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.2.3.5-invalid-subid a subid that has ended
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
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit' subid='{two}'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    When francisco sends
      <iq type='set' id='unsub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit' subid='{two}'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.2.1-request no address to unsubscribe
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='unsub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  # Payment required, and moved for a while: own options of ours

  Scenario: PS-6.1.3.5-payment PS-11-payment-required PS-14.3-extra-policy payment is required for a subscription
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}paid=1
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><payment-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-6.1.3.5-payment who is made a member subscribes, and gets nothing more when it is none
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}paid=1
    And hamlet makes francisco member of princely_musings
    And francisco subscribes to princely_musings
    And francisco is available
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
        ...
      </message>
    Given hamlet makes francisco none of princely_musings
    Then francisco receives
      <message>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>...</pubsub>
        ...
      </message>
    And hamlet publishes two to princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives in any order
      <message>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
        ...
      </message>
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><payment-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.1.3.11-redirect the node is elsewhere for now
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}redirect=xmpp:pubsub.elsinore.lit?;node=musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <redirect xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:pubsub.elsinore.lit?;node=musings</redirect>
        </error>
      </iq>
    Given hamlet configures princely_musings with {urn:pipit:pubsub:0}redirect=
    And francisco subscribes to princely_musings

  Scenario: PS-6.1.3.11-redirect who could not subscribe is not told where
    Given hamlet creates princely_musings with pubsub#access_model=whitelist {urn:pipit:pubsub:0}redirect=xmpp:pubsub.elsinore.lit?;node=musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
