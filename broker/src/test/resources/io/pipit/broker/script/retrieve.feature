Feature: XEP-0060 6.5, retrieve items

  Scenario: PS-6.5.2-all PS-6.5.3-all-result PS-6.5-support PS-6.5.1-open PS-4.5-open PS-12.1-publication-order PS-12.2-trigger-request all items, by somebody who is not subscribed
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.3-no-dead PS-7.2.2-delete what was deleted is not returned
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='two'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.4-rsm-note PS-6.5.3-truncate a page says where it stands
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>2</max></set>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='0'>{any}</first>
            <last>{last}</last>
            <count>3</count>
          </set>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <max>2</max>
            <after>{last}</after>
          </set>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='2'>{any}</first>
            <last>{any}</last>
            <count>3</count>
          </set>
        </pubsub>
      </iq>

  Scenario: PS-6.5.4-rsm-advertise PS-10-feature-rsm result sets are advertised
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

  Scenario: PS-6.5.5-last-item PS-12.10-cache PS-3-cache-last PS-12.9-internal-ids the last item of a node that keeps none
    Given hamlet creates princely_musings with pubsub#persist_items=0 pubsub#send_last_published_item=on_sub
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.6-notify-only-fetch PS-7.1.2.2-no-payload an event without payload, and then the payload
    Given hamlet creates princely_musings with pubsub#deliver_payloads=0
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><item id='one'/></items>
        </event>
      </message>
    When francisco sends
      <iq type='get' id='items3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'><item id='one'/></items>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items3' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.6-multi-ids two items by their ids
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'/>
            <item id='three'/>
          </items>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items3' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.6-multi-ids PS-6.5.9.12-no-such-items one of two is there
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'/>
            <item id='nine'/>
          </items>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items3' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.7-max-items PS-6.5.7-most-recent the two newest
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='2'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.7-fewer more than there are
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='20'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.7-max-items none items at most is no request
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='none'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.5.7-max-items -1 items at most is no request
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='-1'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.5.7-max-items 0 items at most is no request
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='0'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-12.1-overwrite-reorders PS-6.5.7-most-recent an item that was overwritten is the newest
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='2'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.7-none PS-6.5.9.12-no-such-items no items
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-6.5.8-one one item
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'><item id='two'/></items>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items3' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.9.12-no-such-items an item that does not exist: an empty result, no error
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'><item id='nine'/></items>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-6.5.1-owner-always an owner of a whitelist node
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.1-publisher-always PS-4.1-priv-publisher a publisher of a whitelist node
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet publishes one to princely_musings
    And hamlet makes francisco publisher of princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.1-authorize-whitelist PS-4.1-priv-member a member of a whitelist node
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet publishes one to princely_musings
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.1-presence a contact of the owner of a presence node
    Given francisco sees hamlet
    And hamlet creates princely_musings with pubsub#access_model=presence
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.1-roster a contact in the group of a roster node
    Given francisco sees hamlet
    And hamlet puts francisco in Guards
    And hamlet creates princely_musings with pubsub#access_model=roster pubsub#roster_groups_allowed=Guards
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.9.1-subid-required two subscriptions, and none named
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
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
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.2-invalid-subid a subid that is nobody's
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
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
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' subid='991'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.1-subid-required one of two is named
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes three to princely_musings
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
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' subid='{two}'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-6.5.9.3-not-subscribed PS-4.5-authorize an authorize node and somebody who is not subscribed
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.3-not-subscribed who is pending is not subscribed
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
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.4-persistent-unsupported PS-11-feature-not-implemented a node that keeps no items and has had none
    Given hamlet creates princely_musings with pubsub#persist_items=0
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='persistent-items'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.5-retrieve-unsupported a filter has no items of its own
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='a/+/c'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='retrieve-items'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.6-presence-required PS-6.5.1-presence PS-11-not-authorized a presence node and a stranger
    Given hamlet creates princely_musings with pubsub#access_model=presence
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.6-presence-required who gives presence to him but does not get it
    Given hamlet sees francisco
    And hamlet creates princely_musings with pubsub#access_model=presence
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.7-roster-group PS-6.5.1-roster a roster node and a contact of another group
    Given francisco sees hamlet
    And hamlet puts francisco in Friends
    And hamlet creates princely_musings with pubsub#access_model=roster pubsub#roster_groups_allowed=Guards
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-in-roster-group xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.8-closed-node PS-11-not-allowed a whitelist node and a stranger
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.8-closed-node PS-8.9.3-remove a member that is none any more
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet makes francisco member of princely_musings
    And hamlet makes francisco none of princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.5.9.10-outcast PS-4.1-priv-outcast an outcast of an open node
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
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

  Scenario: PS-4.1-priv-publish-only PS-4.1-trans-publisher publish-only may not retrieve
    Given hamlet creates princely_musings
    And hamlet makes francisco publish-only of princely_musings
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

  Scenario: PS-6.5.9.11-not-found the node does not exist
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

  Scenario: PS-6.5.2-all PS-7.2.3.3-nodeid-required no node
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  # Payment required: an own option of ours

  Scenario: PS-6.5.9.9-payment PS-11-payment-required payment is required to retrieve items
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}paid=1
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><payment-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.5.9.9-payment not even one item by its id, nor the names of all
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}paid=1
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'><item id='one'/></items>
        </pubsub>
      </iq>
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><payment-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><payment-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.5.9.9-payment whom the owner made a member retrieves
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}paid=1
    And hamlet publishes one to princely_musings
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'><item id='one'><entry xmlns='urn:example'>one</entry></item></items>
        </pubsub>
      </iq>

  # Moved for a while: an own option of ours

  Scenario: PS-6.1.3.11-redirect the items are elsewhere for now
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}redirect=xmpp:pubsub.elsinore.lit?;node=musings
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <redirect xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:pubsub.elsinore.lit?;node=musings</redirect>
        </error>
      </iq>
