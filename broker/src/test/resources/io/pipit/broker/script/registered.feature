Feature: XEP-0060 8.1.1, a service where who creates nodes has to have registered
With: pubsub.create=registered, pubsub.auto_create=true

  Scenario: PS-8.1.1-registration PS-11-registration-required service requires registration
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-registration PS-11-registration-required also for a node without a name
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-registration PS-11-registration-required also for a node that a publish would create
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'><item id='one'><entry xmlns='urn:example'/></item></publish>
        </pubsub>
      </iq>
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-registration who has registered creates nodes, and no more when it has ended that
    When laertes sends
      <iq type='get' id='reg1' to='pubsub.denmark.lit'><query xmlns='jabber:iq:register'/></iq>
      <iq type='set' id='reg2' to='pubsub.denmark.lit'><query xmlns='jabber:iq:register'/></iq>
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='poniards'/></pubsub>
      </iq>
      <iq type='get' id='reg3' to='pubsub.denmark.lit'><query xmlns='jabber:iq:register'/></iq>
      <iq type='set' id='reg4' to='pubsub.denmark.lit'><query xmlns='jabber:iq:register'/></iq>
      <iq type='set' id='reg5' to='pubsub.denmark.lit'>
        <query xmlns='jabber:iq:register'><remove/></query>
      </iq>
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='rapiers'/></pubsub>
      </iq>
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='poniards'><item id='one'><entry xmlns='urn:example'/></item></publish>
        </pubsub>
      </iq>
    Then laertes receives
      <iq type='result' id='reg1' from='pubsub.denmark.lit' to='laertes@denmark.lit/home'>
        <query xmlns='jabber:iq:register'><instructions>{any}</instructions></query>
      </iq>
      <iq type='result' id='reg2' from='pubsub.denmark.lit' to='laertes@denmark.lit/home'/>
      <iq type='result' id='create1'>...</iq>
      <iq type='result' id='reg3' from='pubsub.denmark.lit' to='laertes@denmark.lit/home'>
        <query xmlns='jabber:iq:register'><registered/><instructions>{any}</instructions></query>
      </iq>
      <iq type='result' id='reg4' from='pubsub.denmark.lit' to='laertes@denmark.lit/home'/>
      <iq type='result' id='reg5' from='pubsub.denmark.lit' to='laertes@denmark.lit/home'/>
      <iq type='error' id='create2' from='pubsub.denmark.lit' to='laertes@denmark.lit/home'>
        <error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='result' id='publish1'>...</iq>

  Scenario: PS-8.1.1-registration an administrator need not register
    Given gertrude creates goblets

  Scenario: PS-8.1.1-registration the end of a registration that there is not
    When hamlet sends
      <iq type='set' id='reg1' to='pubsub.denmark.lit'>
        <query xmlns='jabber:iq:register'><remove/></query>
      </iq>
    Then hamlet receives
      <iq type='error' id='reg1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-registration an end with something else in it
    When hamlet sends
      <iq type='set' id='reg1' to='pubsub.denmark.lit'>
        <query xmlns='jabber:iq:register'><remove/><username>hamlet</username></query>
      </iq>
    Then hamlet receives
      <iq type='error' id='reg1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-registration the service says that one may register
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='jabber:iq:register'/>
          ...
        </query>
      </iq>
