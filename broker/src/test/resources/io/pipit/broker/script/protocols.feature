Feature: XEP-0413, XEP-0462, XEP-0395, XEP-0050 and XEP-0248, what other protocols add to requests

  Scenario: PF-0413-ascending PF-0413-default-order items in the order of their creation, whatever was published again
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
          <order xmlns='urn:xmpp:order-by:1' by='creation'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='items2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PF-0413-rsm a page of items in that order, the newest first
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
          <order xmlns='urn:xmpp:order-by:1' by='creation' desc='true'/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='0'>{last}</first>
            <last>{last}</last>
            <count>2</count>
          </set>
        </pubsub>
      </iq>

  Scenario: PF-0413-multi an order that there is not
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
          <order xmlns='urn:xmpp:order-by:1' by='creation'/>
          <order xmlns='urn:xmpp:order-by:1' by='size'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0462-filter nodes of one type
    Given hamlet creates moods with pubsub#type=urn:example:mood
    And hamlet creates tunes with pubsub#type=urn:example:tune
    And hamlet creates untyped
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <filter xmlns='urn:xmpp:pubsub-filter:0'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-filter:0</value></field>
              <field var='included-types' type='list-multi'><value>urn:example:mood</value></field>
            </x>
          </filter>
        </query>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <item jid='pubsub.denmark.lit' node='moods'/>
        </query>
      </iq>

  Scenario: PF-0462-filter nodes but those of one type
    Given hamlet creates moods with pubsub#type=urn:example:mood
    And hamlet creates tunes with pubsub#type=urn:example:tune
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <filter xmlns='urn:xmpp:pubsub-filter:0'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-filter:0</value></field>
              <field var='excluded-types' type='list-multi'><value>urn:example:mood</value></field>
            </x>
          </filter>
        </query>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <item jid='pubsub.denmark.lit' node='tunes'/>
        </query>
      </iq>

  Scenario: PF-0462-both both lists at once
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <filter xmlns='urn:xmpp:pubsub-filter:0'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-filter:0</value></field>
              <field var='included-types' type='list-multi'><value>a</value></field>
              <field var='excluded-types' type='list-multi'><value>b</value></field>
            </x>
          </filter>
        </query>
      </iq>
    Then francisco receives
      <iq type='error' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.7.3.1-no-adhoc a command is no get
    When hamlet sends
      <iq type='get' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='pending1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-7.1.5-not-met an item is published after the one that its publisher has seen, and after no other
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='first' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#prev_item_cap_value'><value/></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='first' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>...</iq>
    When hamlet sends
      <iq type='set' id='second' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
          <publish-options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#publish-options</value>
              </field>
              <field var='pubsub#prev_item_cap_value'><value/></field>
            </x>
          </publish-options>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='second' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
          <compare-and-publish-failed xmlns='urn:xmpp:pubsub:cap:0' cap-id='{value}'/>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <cap-v-map xmlns='urn:xmpp:pubsub:cap:0'/>
          </items>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <cap-v-map xmlns='urn:xmpp:pubsub:cap:0'>
              <cap-v-map-entry item-id='one' cap-value='{value}'/>
            </cap-v-map>
          </items>
        </pubsub>
      </iq>

  Scenario: COL-7.5-associate COL-7.5.2-associate-result a node is put into a collection
    Given hamlet creates musings with pubsub#node_type=collection
    And hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='in1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><collection node='musings'><associate node='princely_musings'/></collection></pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='in1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='musings'><item jid='pubsub.denmark.lit' node='princely_musings'/></query>
      </iq>

  Scenario: COL-7.5-associate a node is not put into one by somebody else
    Given hamlet creates musings with pubsub#node_type=collection
    And hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='in1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><collection node='musings'><associate node='princely_musings'/></collection></pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='in1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: COL-7.6-dissociate a node is taken out of a collection
    Given hamlet creates musings with pubsub#node_type=collection
    And hamlet creates princely_musings with pubsub#collection=musings
    When hamlet sends
      <iq type='set' id='out1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><collection node='musings'><disassociate node='princely_musings'/></collection></pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='out1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='musings'/>
      </iq>

  Scenario: COL-7.6.3.1-not-associated a node that is not in the collection
    Given hamlet creates musings with pubsub#node_type=collection
    And hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='out1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><collection node='musings'><disassociate node='princely_musings'/></collection></pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='out1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.2-disco-items PS-5.3-node-identity a filter is a collection of what it holds
    Given hamlet creates denmark/elsinore
    And hamlet creates denmark/elsinore/tower
    And hamlet creates norway
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='denmark/#'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='denmark/#'>...<identity category='pubsub' type='collection'/></query>
      </iq>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='denmark/#'/>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='denmark/#'><item jid='pubsub.denmark.lit' node='denmark/elsinore'/><item jid='pubsub.denmark.lit' node='denmark/elsinore/#'/></query>
      </iq>

  Scenario: PS-8.7-command-name the command for requests that wait is a command
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/pubsub#get-pending'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/pubsub#get-pending'>...<identity category='automation' type='command-node' name='{any}'/><feature var='http://jabber.org/protocol/commands'/></query>
      </iq>

  Scenario: PS-8.7-adhoc a command that its owner gives up
    When hamlet sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' sessionid='one' action='cancel'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='pending1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' sessionid='one' status='canceled'/>
      </iq>
