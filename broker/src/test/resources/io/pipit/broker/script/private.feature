Feature: XEP-0049, private XML storage, and XEP-0048, the bookmarks in it

  # What is refused

  Scenario: XC-0049-private what another stores is his
    Given hamlet is available
    When francisco sends
      <iq type='get' id='p1' to='hamlet@denmark.lit'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>
      <iq type='set' id='p2' to='hamlet@denmark.lit'>
        <query xmlns='jabber:iq:private'>
          <exodus xmlns='exodus:prefs'><defaultnick>Ghost</defaultnick></exodus>
        </query>
      </iq>
      <iq type='get' id='p3' to='nobody@denmark.lit'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>
      <iq type='set' id='p4' to='nobody@denmark.lit'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>
    Then francisco receives in any order
      <iq type='error' id='p1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='p2' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='p3' from='nobody@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='p4' from='nobody@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: XC-0049-no-child what is stored has a namespace of its own
    When hamlet sends
      <iq type='set' id='p1'><query xmlns='jabber:iq:private'/></iq>
      <iq type='set' id='p2'><query xmlns='jabber:iq:private'><exodus/></query></iq>
      <iq type='set' id='p3'>
        <query xmlns='jabber:iq:private'><exodus xmlns='jabber:client'/></query>
      </iq>
    Then hamlet receives
      <iq type='error' id='p1' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
      <iq type='error' id='p2' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
      <iq type='error' id='p3' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  Scenario: XC-0049-no-child one namespace is asked for
    When hamlet sends
      <iq type='get' id='p1'><query xmlns='jabber:iq:private'/></iq>
      <iq type='get' id='p2'>
        <query xmlns='jabber:iq:private'>
          <exodus xmlns='exodus:prefs'/>
          <storage xmlns='storage:bookmarks'/>
        </query>
      </iq>
    Then hamlet receives
      <iq type='error' id='p1' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
      <iq type='error' id='p2' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  # What is not

  Scenario: XC-0049-private what is stored is there for its owner until an empty element takes it out
    When hamlet sends
      <iq type='set' id='p1'>
        <query xmlns='jabber:iq:private'>
          <exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus>
        </query>
      </iq>
      <iq type='get' id='p2' to='hamlet@denmark.lit'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>
      <iq type='set' id='p3'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>
      <iq type='get' id='p4'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>
    Then hamlet receives
      <iq type='result' id='p1' to='hamlet@denmark.lit/elsinore'/>
      <iq type='result' id='p2' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='jabber:iq:private'>
          <exodus xmlns='exodus:prefs'><defaultnick>Hamlet</defaultnick></exodus>
        </query>
      </iq>
      <iq type='result' id='p3' to='hamlet@denmark.lit/elsinore'/>
      <iq type='result' id='p4' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'/></query>
      </iq>

  Scenario: XC-0048-bookmarks PF-0402-compat PF-0048-legacy one list in all of its forms
    When hamlet sends
      <iq type='set' id='b1'>
        <query xmlns='jabber:iq:private'>
          <storage xmlns='storage:bookmarks'>
            <conference jid='council@rooms.denmark.lit' name='Council' autojoin='true'>
              <nick>Prince</nick>
            </conference>
            <url name='Wittenberg' url='https://wittenberg.example/'/>
          </storage>
        </query>
      </iq>
      <iq type='get' id='b2'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='b1' to='hamlet@denmark.lit/elsinore'/>
      <iq type='result' id='b2' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:bookmarks:1'>
            <item id='council@rooms.denmark.lit'>
              <conference xmlns='urn:xmpp:bookmarks:1' name='Council' autojoin='true'>
                <nick>Prince</nick>
              </conference>
            </item>
          </items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='b3'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:bookmarks:1'>
            <item id='players@rooms.denmark.lit'>
              <conference xmlns='urn:xmpp:bookmarks:1' name='Players'/>
            </item>
          </publish>
        </pubsub>
      </iq>
      <iq type='set' id='b4'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='urn:xmpp:bookmarks:1'><item id='council@rooms.denmark.lit'/></retract>
        </pubsub>
      </iq>
      <iq type='get' id='b5'>
        <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='b3'>...</iq>
      <iq type='result' id='b4'>...</iq>
      <iq type='result' id='b5' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='jabber:iq:private'>
          <storage xmlns='storage:bookmarks'>
            <conference jid='players@rooms.denmark.lit' name='Players'/>
            <url name='Wittenberg' url='https://wittenberg.example/'/>
          </storage>
        </query>
      </iq>
    When hamlet sends
      <iq type='get' id='b6'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='storage:bookmarks'/></pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='b6' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='storage:bookmarks'>
            <item id='current'>
              <storage xmlns='storage:bookmarks'>
                <conference jid='players@rooms.denmark.lit' name='Players'/>
                <url name='Wittenberg' url='https://wittenberg.example/'/>
              </storage>
            </item>
          </items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='gone1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='storage:bookmarks'/></pubsub>
      </iq>
      <iq type='set' id='gone2'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='urn:xmpp:bookmarks:1'/></pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone1'>...</iq>
      <iq type='result' id='gone2'>...</iq>
