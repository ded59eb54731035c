Feature: XEP-0131, the headers that mean something to the service

  Scenario: PF-0131-shim-feature the service knows headers
    When francisco sends
      <iq type='get' id='info' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/shim'/>
        </query>
      </iq>

  Scenario: PF-0131-shim-feature and says which
    When francisco sends
      <iq type='get' id='info' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/shim'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/shim'>
          <identity category='hierarchy' type='leaf'/>
          <feature var='http://jabber.org/protocol/disco#info'/>
          <feature var='http://jabber.org/protocol/disco#items'/>
          <feature var='http://jabber.org/protocol/shim#Collection'/>
          <feature var='http://jabber.org/protocol/shim#Idempotency-Key'/>
          <feature var='http://jabber.org/protocol/shim#Published'/>
          <feature var='http://jabber.org/protocol/shim#SubID'/>
        </query>
      </iq>
    When francisco sends
      <iq type='get' id='items' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/shim'/>
      </iq>
    Then francisco receives
      <iq type='result' id='items' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/shim'/>
      </iq>

  Scenario: PF-0131-shim-feature so does an account
    When hamlet sends
      <iq type='get' id='info' to='hamlet@denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='info' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/shim'/>
        </query>
      </iq>
    When hamlet sends
      <iq type='get' id='headers' to='hamlet@denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/shim'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='headers' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/shim'>
          ...
          <feature var='http://jabber.org/protocol/shim#Collection'/>
          <feature var='http://jabber.org/protocol/shim#Idempotency-Key'/>
          <feature var='http://jabber.org/protocol/shim#Published'/>
          <feature var='http://jabber.org/protocol/shim#SubID'/>
        </query>
      </iq>

  Scenario: PF-0131-shim-feature a stranger is not told, as of an account that is not there
    When francisco sends
      <iq type='get' id='headers' to='hamlet@denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/shim'/>
      </iq>
    Then francisco receives
      <iq type='error' id='headers' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0131-shim-feature nobody makes a node of that name
    When hamlet sends
      <iq type='set' id='create' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='http://jabber.org/protocol/shim'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0131-shim-placement headers of a request are inside of what it asks
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='one' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='a'><entry xmlns='urn:example'>a</entry></item>
          </publish>
          <headers xmlns='http://jabber.org/protocol/shim'>
            <header name='Idempotency-Key'>once</header>
          </headers>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='one' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='a'/></publish>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='again' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='b'><entry xmlns='urn:example'>b</entry></item>
          </publish>
          <headers xmlns='http://jabber.org/protocol/shim'>
            <header name='Idempotency-Key'>once</header>
          </headers>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='again' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='a'/></publish>
        </pubsub>
      </iq>

  Scenario: PF-0131-shim-placement and not beside it
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='beside' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='a'><entry xmlns='urn:example'>a</entry></item>
          </publish>
        </pubsub>
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header name='Idempotency-Key'>once</header>
        </headers>
      </iq>
    Then hamlet receives
      <iq type='error' id='beside' from='pubsub.denmark.lit'>
        ...
        <error type='modify'>
          ...
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0033-noiq PF-0033-replyto the service tells nobody's resource
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    And francisco is available
    And francisco sees hamlet
    When hamlet sends
      <iq type='set' id='one' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='a'><entry xmlns='urn:example'>a</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='one' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='a'/></publish>
        </pubsub>
      </iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='a'><entry xmlns='urn:example'>a</entry></item>
          </items>
        </event>
      </message>
