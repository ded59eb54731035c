Feature: XEP-0191, the blocking command

  Scenario: XC-0191-list nobody is blocked at first
    When hamlet sends
      <iq type='get' id='blocklist1'>
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='blocklist1' to='hamlet@denmark.lit/elsinore'>
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>

  Scenario: XC-0191-block XC-0191-push XC-0191-list two are blocked and unblocked again
    When hamlet sends
      <iq type='get' id='blocklist1'>
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='blocklist1'>...</iq>
    When hamlet sends
      <iq type='set' id='block1'>
        <block xmlns='urn:xmpp:blocking'>
          <item jid='romeo@montague.net'/>
          <item jid='iago@shakespeare.lit'/>
        </block>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='block1' to='hamlet@denmark.lit/elsinore'/>
      <iq type='set' id='{any}' to='hamlet@denmark.lit/elsinore'>
        <block xmlns='urn:xmpp:blocking'>
          <item jid='romeo@montague.net'/>
          <item jid='iago@shakespeare.lit'/>
        </block>
      </iq>
    When hamlet sends
      <iq type='get' id='blocklist2' to='hamlet@denmark.lit'>
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='blocklist2' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <blocklist xmlns='urn:xmpp:blocking'>
          <item jid='romeo@montague.net'/>
          <item jid='iago@shakespeare.lit'/>
        </blocklist>
      </iq>
    When hamlet sends
      <iq type='set' id='unblock1'>
        <unblock xmlns='urn:xmpp:blocking'>
          <item jid='romeo@montague.net'/>
        </unblock>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='unblock1' to='hamlet@denmark.lit/elsinore'/>
      <iq type='set' id='{any}' to='hamlet@denmark.lit/elsinore'>
        <unblock xmlns='urn:xmpp:blocking'>
          <item jid='romeo@montague.net'/>
        </unblock>
      </iq>
    When hamlet sends
      <iq type='set' id='unblock2'>
        <unblock xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='unblock2' to='hamlet@denmark.lit/elsinore'/>
      <iq type='set' id='{any}' to='hamlet@denmark.lit/elsinore'>
        <unblock xmlns='urn:xmpp:blocking'/>
      </iq>
    When hamlet sends
      <iq type='get' id='blocklist3'>
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='blocklist3'>
        ...
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>

  Scenario: XC-0191-block nobody is named
    When hamlet sends
      <iq type='set' id='block1'>
        <block xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='block1' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          ...
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: XC-0191-block an item without an address
    When hamlet sends
      <iq type='set' id='block1'>
        <block xmlns='urn:xmpp:blocking'><item jid='iago@shakespeare.lit'/><item/></block>
      </iq>
    Then hamlet receives
      <iq type='error' id='block1' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          ...
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: XC-0191-block an address that is none
    When hamlet sends
      <iq type='set' id='block1'>
        <block xmlns='urn:xmpp:blocking'><item jid='@shakespeare.lit'/></block>
      </iq>
    Then hamlet receives
      <iq type='error' id='block1' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <jid-malformed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: XC-0191-block oneself
    When hamlet sends
      <iq type='set' id='block1'>
        <block xmlns='urn:xmpp:blocking'><item jid='hamlet@denmark.lit/elsinore'/></block>
      </iq>
    Then hamlet receives
      <iq type='error' id='block1' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          ...
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: XC-0191-list the list of somebody else
    When francisco sends
      <iq type='get' id='blocklist1' to='hamlet@denmark.lit'>
        <blocklist xmlns='urn:xmpp:blocking'/>
      </iq>
    Then francisco receives
      <iq type='error' id='blocklist1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: XC-0191-presence XC-0191-inbound XC-0191-outbound a contact who sees the presence
    Given francisco sees hamlet
    And francisco is available
    Then francisco receives
      <presence type='unavailable' from='hamlet@denmark.lit' to='{any}'/>
    Given hamlet is available
    Then francisco receives
      <presence from='hamlet@denmark.lit/elsinore' to='{any}'>...</presence>
    When hamlet sends
      <iq type='set' id='block1'>
        <block xmlns='urn:xmpp:blocking'><item jid='francisco@denmark.lit'/></block>
      </iq>
    Then hamlet receives
      <iq type='result' id='block1' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <message to='francisco@denmark.lit' type='chat' id='msg1'><body>Who's there?</body></message>
    Then hamlet receives
      <message type='error' id='msg1' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <blocked xmlns='urn:xmpp:blocking:errors'/>
        </error>
      </message>
    When hamlet sends
      <presence to='francisco@denmark.lit' id='pres1'/>
    Then hamlet receives
      <presence type='error' id='pres1' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <blocked xmlns='urn:xmpp:blocking:errors'/>
        </error>
      </presence>
    When francisco sends
      <message to='hamlet@denmark.lit/elsinore' type='chat' id='msg2'><body>Nay, answer me</body></message>
    Then francisco receives in any order
      <presence type='unavailable' from='hamlet@denmark.lit/elsinore' to='francisco@denmark.lit'/>
      <message type='error' id='msg2' from='hamlet@denmark.lit/elsinore' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </message>
    When francisco sends
      <presence type='probe' to='hamlet@denmark.lit'/>
    Then francisco receives nothing
    When hamlet sends
      <iq type='set' id='unblock1'>
        <unblock xmlns='urn:xmpp:blocking'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='unblock1' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <presence from='hamlet@denmark.lit/elsinore' to='francisco@denmark.lit'>...</presence>
