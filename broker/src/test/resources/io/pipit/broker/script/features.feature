Feature: XEP-0060 10, what the service says it can do

  Scenario: PS-10-feature-access-open access-open is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#access-open'/>
        </query>
      </iq>

  Scenario: PS-3-collections collections is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#collections'/>
        </query>
      </iq>

  Scenario: PS-10-feature-config-node config-node is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#config-node'/>
        </query>
      </iq>

  Scenario: PS-10-feature-config-node-max config-node-max is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#config-node-max'/>
        </query>
      </iq>

  Scenario: PS-10-feature-create-and-configure PS-8.1.3-advertise create-and-configure is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#create-and-configure'/>
        </query>
      </iq>

  Scenario: PS-10-feature-create-nodes create-nodes is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#create-nodes'/>
        </query>
      </iq>

  Scenario: PS-10-feature-delete-items delete-items is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#delete-items'/>
        </query>
      </iq>

  Scenario: PS-10-feature-delete-nodes PS-8.4-support delete-nodes is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#delete-nodes'/>
        </query>
      </iq>

  Scenario: PS-10-feature-get-pending get-pending is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#get-pending'/>
        </query>
      </iq>

  Scenario: PS-10-feature-instant-nodes instant-nodes is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#instant-nodes'/>
        </query>
      </iq>

  Scenario: PS-10-feature-item-ids item-ids is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#item-ids'/>
        </query>
      </iq>

  Scenario: PS-10-feature-leased-subscription leased-subscription is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#leased-subscription'/>
        </query>
      </iq>

  Scenario: PS-10-feature-manage-subscriptions manage-subscriptions is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#manage-subscriptions'/>
        </query>
      </iq>

  Scenario: PS-10-feature-member-affiliation PS-4.1-advertise-affil member-affiliation is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#member-affiliation'/>
        </query>
      </iq>

  Scenario: PS-10-feature-meta-data meta-data is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#meta-data'/>
        </query>
      </iq>

  Scenario: PS-10-feature-modify-affiliations modify-affiliations is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#modify-affiliations'/>
        </query>
      </iq>

  Scenario: PS-10-feature-multi-items multi-items is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#multi-items'/>
        </query>
      </iq>

  Scenario: PS-10-feature-multi-subscribe multi-subscribe is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#multi-subscribe'/>
        </query>
      </iq>

  Scenario: PS-10-feature-outcast-affiliation PS-4.1-advertise-affil outcast-affiliation is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#outcast-affiliation'/>
        </query>
      </iq>

  Scenario: PS-10-feature-persistent-items persistent-items is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#persistent-items'/>
        </query>
      </iq>

  Scenario: PS-10-feature-presence-notifications presence-notifications is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#presence-notifications'/>
        </query>
      </iq>

  Scenario: PS-10-feature-publish PS-7.1.1-advertise publish is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#publish'/>
        </query>
      </iq>

  Scenario: PS-10-feature-publish-node-full publish-node-full is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#publish-node-full'/>
        </query>
      </iq>

  Scenario: PS-10-feature-publish-only-affiliation PS-4.1-advertise-affil publish-only-affiliation is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#publish-only-affiliation'/>
        </query>
      </iq>

  Scenario: PS-10-feature-publish-options PS-7.1.5-advertise publish-options is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#publish-options'/>
        </query>
      </iq>

  Scenario: PS-10-feature-publisher-affiliation PS-4.1-advertise-affil publisher-affiliation is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#publisher-affiliation'/>
        </query>
      </iq>

  Scenario: PS-10-feature-purge-nodes purge-nodes is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#purge-nodes'/>
        </query>
      </iq>

  Scenario: PS-10-feature-retract-items retract-items is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#retract-items'/>
        </query>
      </iq>

  Scenario: PS-10-feature-retrieve-affiliations retrieve-affiliations is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#retrieve-affiliations'/>
        </query>
      </iq>

  Scenario: PS-10-feature-retrieve-default retrieve-default is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#retrieve-default'/>
        </query>
      </iq>

  Scenario: PS-10-feature-retrieve-default-sub retrieve-default-sub is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#retrieve-default-sub'/>
        </query>
      </iq>

  Scenario: PS-10-feature-retrieve-items retrieve-items is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#retrieve-items'/>
        </query>
      </iq>

  Scenario: PS-10-feature-retrieve-subscriptions retrieve-subscriptions is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#retrieve-subscriptions'/>
        </query>
      </iq>

  Scenario: PS-10-feature-rsm rsm is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#rsm'/>
        </query>
      </iq>

  Scenario: PS-10-feature-subscribe subscribe is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#subscribe'/>
        </query>
      </iq>

  Scenario: PS-10-feature-subscription-notifications PS-12.14-advertise subscription-notifications is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#subscription-notifications'/>
        </query>
      </iq>

  Scenario: PS-10-feature-subscription-options PS-6.3.1-advertise subscription-options is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#subscription-options'/>
        </query>
      </iq>

  Scenario: PS-16.1-ns PS-10-feature-pubsub the bare namespace is advertised, and no other protocol has it
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub'/>
        </query>
      </iq>

  Scenario: PS-16.1-ns a request in http://jabber.org/protocol/pubsub#event
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#event'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PS-16.1-ns a request in http://jabber.org/protocol/pubsub#errors
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#errors'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PS-16.1-ns a request in http://jabber.org/protocol/pubsub#node_config
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#node_config'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PS-16.1-ns a request in http://jabber.org/protocol/PubSub
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/PubSub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>
