Feature: XEP-0465, subscriptions that everybody may see

  Scenario: PF-0465-subscribers the service says that it can
    When francisco sends
      <iq type='get' id='info' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='urn:xmpp:pps:0'/>
        </query>
      </iq>

  Scenario: PF-0465-public so does an account
    When francisco sends
      <iq type='get' id='info' to='francisco@denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='urn:xmpp:pps:0'/>
        </query>
      </iq>

  Scenario: PF-0465-subscribers nobody subscribes to a list
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='s' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='urn:xmpp:pps:subscribers:0/princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='s' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='subscribe'/>
        </error>
      </iq>

  Scenario: PF-0465-public it is an option of the subscription too
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='s' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/barracks'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>
              <field var='{urn:pipit:pubsub:0}public'><value>1</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='s'>...</iq>
    When hamlet sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='who' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'>
            <item id='francisco@denmark.lit'><subscriber xmlns='urn:xmpp:pps:0' jid='francisco@denmark.lit'/></item>
          </items>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='0'>francisco@denmark.lit</first>
            <last>francisco@denmark.lit</last>
            <count>1</count>
          </set>
        </pubsub>
      </iq>

  Scenario: PF-0465-subscribers a node lists who subscribed publicly
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='s' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'><public xmlns='urn:xmpp:pps:0'/></subscribe>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='s' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            ...
          </subscription>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='who' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'><item id='francisco@denmark.lit'><subscriber xmlns='urn:xmpp:pps:0' jid='francisco@denmark.lit'/></item></items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='what' to='francisco@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='what' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'><item id='{any}'><subscription xmlns='urn:xmpp:pps:0' node='princely_musings' jid='pubsub.denmark.lit'/></item></items>
        </pubsub>
      </iq>

  Scenario: PF-0465-subscribers and nobody else
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='s' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='s' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            ...
          </subscription>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='who' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PF-0465-public PF-0465-subscribers subscribing through one's account
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='pam'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='francisco@denmark.lit'><public xmlns='urn:xmpp:pps:0'/></subscribe>
        </pam>
      </iq>
    Then francisco receives
      <iq type='result' id='pam'>...</iq>
    When hamlet sends
      <iq type='get' id='what' to='francisco@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='what' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'><item id='{any}'><subscription xmlns='urn:xmpp:pps:0' node='princely_musings' jid='pubsub.denmark.lit'/></item></items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='who' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'><item id='francisco@denmark.lit'><subscriber xmlns='urn:xmpp:pps:0' jid='francisco@denmark.lit'/></item></items>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='unpam'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <unsubscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='francisco@denmark.lit'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='result' id='unpam'>...</iq>
    When hamlet sends
      <iq type='get' id='nobody' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='nobody' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PF-0465-public subscribing again without saying so makes it private
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='s' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'><public xmlns='urn:xmpp:pps:0'/></subscribe>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='s' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            ...
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='t' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='t' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            ...
          </subscription>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='who' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='what' to='francisco@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='what' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='cancel'>
          ...
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-public a subscription that is public stays one subscription
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='s' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='s' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            ...
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='t' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'><public xmlns='urn:xmpp:pps:0'/></subscribe>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='t' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            ...
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='mine' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='mine' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='princely_musings'>
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PF-0465-public PF-0465-subscribers so does an account with nodes of another
    When hamlet sends
      <iq type='set' id='make' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='urn:example:blog'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config</value></field>
              <field var='pubsub#access_model'><value>open</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='make'>...</iq>
    When francisco sends
      <iq type='set' id='pam' to='francisco@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='hamlet@denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='urn:example:blog' jid='francisco@denmark.lit'><public xmlns='urn:xmpp:pps:0'/></subscribe>
        </pam>
      </iq>
    Then francisco receives
      <iq type='result' id='pam' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'/>
    When hamlet sends
      <iq type='get' id='who' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/urn:example:blog'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='who' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/urn:example:blog'><item id='francisco@denmark.lit'><subscriber xmlns='urn:xmpp:pps:0' jid='francisco@denmark.lit'/></item></items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='what' to='francisco@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='what' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'><item id='{any}'><subscription xmlns='urn:xmpp:pps:0' node='urn:example:blog' jid='hamlet@denmark.lit'/></item></items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='gone'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:example:blog'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone'>...</iq>
    When hamlet sends
      <iq type='get' id='none' to='francisco@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='none' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='cancel'>
          ...
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-subscribers who may not read the node does not learn who does
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    When francisco sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='who' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel'>
          ...
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PF-0465-subscribers nor of a node that is not there
    When francisco sends
      <iq type='get' id='who' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscribers:0/nothing'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='who' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel'>
          ...
          <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does create with the list of subscriptions of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does publish with the list of subscriptions of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:pps:subscriptions:0'><item id='a'><e xmlns='urn:example'/></item></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does retract with the list of subscriptions of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='urn:xmpp:pps:subscriptions:0'><item id='a'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does purge with the list of subscriptions of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does delete with the list of subscriptions of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does create with the list of subscribers of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does publish with the list of subscribers of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:pps:subscribers:0/princely_musings'><item id='a'><e xmlns='urn:example'/></item></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does retract with the list of subscribers of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='urn:xmpp:pps:subscribers:0/princely_musings'><item id='a'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does purge with the list of subscribers of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does delete with the list of subscribers of the service
    When hamlet sends
      <iq type='set' id='x' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does create with the list of subscriptions of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does publish with the list of subscriptions of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:pps:subscriptions:0'><item id='a'><e xmlns='urn:example'/></item></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does retract with the list of subscriptions of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='urn:xmpp:pps:subscriptions:0'><item id='a'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does purge with the list of subscriptions of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does delete with the list of subscriptions of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does create with the list of subscribers of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does publish with the list of subscribers of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:pps:subscribers:0/princely_musings'><item id='a'><e xmlns='urn:example'/></item></publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does retract with the list of subscribers of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='urn:xmpp:pps:subscribers:0/princely_musings'><item id='a'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does purge with the list of subscribers of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <purge node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-readonly nobody does delete with the list of subscribers of an account
    When hamlet sends
      <iq type='set' id='x' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:pps:subscribers:0/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='hamlet@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-no-probe an account without public subscriptions
    When hamlet sends
      <iq type='get' id='x' to='francisco@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='francisco@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='cancel'>
          ...
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0465-no-probe is answered for like one that is not there
    When hamlet sends
      <iq type='get' id='x' to='nobody@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:pps:subscriptions:0'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='x' from='nobody@denmark.lit' to='hamlet@denmark.lit/elsinore'>
        ...
        <error type='cancel'>
          ...
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0376-verify-bare an account subscribes itself alone
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='pam' to='francisco@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='hamlet@denmark.lit'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='error' id='pam' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0376-verify-bare and with its bare address
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='pam' to='francisco@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='error' id='pam' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='auth'>
          ...
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0376-forward-error a refusal of the service says that it is the service's
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    When francisco sends
      <iq type='set' id='pam' to='francisco@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='francisco@denmark.lit'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='error' id='pam' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel' by='pubsub.denmark.lit'>
          ...
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PF-0376-forward-error nor is that of an account the own account's
    When francisco sends
      <iq type='set' id='pam' to='francisco@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='nobody@denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='francisco@denmark.lit'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='error' id='pam' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel' by='nobody@denmark.lit'>
          ...
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0376-forward-error nobody manages the subscriptions of another account
    When francisco sends
      <iq type='set' id='pam' to='hamlet@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <subscribe xmlns='http://jabber.org/protocol/pubsub' node='princely_musings' jid='francisco@denmark.lit'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='error' id='pam' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='cancel'>
          ...
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0376-forward-error something else than subscriptions
    When francisco sends
      <iq type='set' id='pam' to='francisco@denmark.lit'>
        <pam xmlns='urn:xmpp:pam:0' jid='pubsub.denmark.lit'>
          <publish xmlns='http://jabber.org/protocol/pubsub' node='princely_musings'/>
        </pam>
      </iq>
    Then francisco receives
      <iq type='error' id='pam' from='francisco@denmark.lit' to='francisco@denmark.lit/barracks'>
        ...
        <error type='modify'>
          ...
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>
