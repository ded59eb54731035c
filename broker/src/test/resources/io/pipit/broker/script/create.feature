Feature: XEP-0060 8.1, create a node

  Scenario: PS-8.1.1-support PS-8.1.1-plain-result PS-8.1.2-default-create PS-8.1.2-success PS-4.5-open-default PS-12.9-nodeid-unique a leaf with the default configuration, for anybody who has an account
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#node_type'>
                ...
                <value>leaf</value>
              </field>
              <field var='pubsub#access_model'>
                ...
                <value>open</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <identity category='pubsub' type='leaf'/>
        </query>
      </iq>

  Scenario: PS-8.1.1-conflict PS-11-conflict PS-12.9-nodeid-unique a name that exists
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-conflict even for its owner
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-conflict PS-8.1.3-support and with a configuration, which is not taken
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>whitelist</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>

  Scenario: PS-8.1.1-instant PS-8.1.1-instant-result PS-10-feature-instant-nodes without a name the service makes one
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='{made}'/>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='create3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='{other}'/>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='{made}'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info1'>...</iq>
    When hamlet sends
      <iq type='set' id='create4' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='{made}'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create4' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.1-modified-result PS-4.6.2-resourceprep-node a name is kept octet for octet or refused, never changed
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='Princely Musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create1'>...</iq>
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.6.2-resourceprep-node the name of a filter
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='news/#'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.6.2-resourceprep-node a name with a wildcard level
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='a/+/c'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.6.2-resourceprep-node a name that begins with a dollar sign
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='$SYS/broker'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.6.2-resourceprep-node a name that is too long
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-4.6.2-resourceprep-node a name that the profile would change
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='é'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.2-access-in-form PS-8.1.2-success PS-4.5-override-default PS-10-feature-create-and-configure PS-8.1.3-advertise PS-8.1.3-ignore another access model
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>whitelist</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2'>...</iq>
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

  Scenario: PS-4.5-all-models PS-4.5-subset-models PS-8.1.2-success the access model open is supported
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>open</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#access_model'>
                ...
                <value>open</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-4.5-all-models PS-4.5-subset-models PS-8.1.2-success the access model presence is supported
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>presence</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#access_model'>
                ...
                <value>presence</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-4.5-all-models PS-4.5-subset-models PS-8.1.2-success the access model roster is supported
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>roster</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#access_model'>
                ...
                <value>roster</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-4.5-all-models PS-4.5-subset-models PS-8.1.2-success the access model authorize is supported
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>authorize</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#access_model'>
                ...
                <value>authorize</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-4.5-all-models PS-4.5-subset-models PS-8.1.2-success the access model whitelist is supported
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>whitelist</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create2'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#access_model'>
                ...
                <value>whitelist</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.1.2-unsupported-model an access model that does not exist, and no node comes of it
    When hamlet sends
      <iq type='set' id='create2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>royal</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <unsupported-access-model xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.1.3-order the example of the text, but for the transformation
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>Princely Musings (Atom)</value></field>
              <field var='pubsub#deliver_notifications'><value>1</value></field>
              <field var='pubsub#deliver_payloads'><value>1</value></field>
              <field var='pubsub#persist_items'><value>1</value></field>
              <field var='pubsub#max_items'><value>10</value></field>
              <field var='pubsub#item_expire'><value>604800</value></field>
              <field var='pubsub#access_model'><value>open</value></field>
              <field var='pubsub#publish_model'><value>publishers</value></field>
              <field var='pubsub#purge_offline'><value>0</value></field>
              <field var='pubsub#send_last_published_item'><value>never</value></field>
              <field var='pubsub#presence_based_delivery'><value>false</value></field>
              <field var='pubsub#notification_type'><value>headline</value></field>
              <field var='pubsub#notify_config'><value>0</value></field>
              <field var='pubsub#notify_delete'><value>0</value></field>
              <field var='pubsub#notify_retract'><value>0</value></field>
              <field var='pubsub#notify_sub'><value>0</value></field>
              <field var='pubsub#max_payload_size'><value>1028</value></field>
              <field var='pubsub#type'><value>urn:example:e2ee:bundle</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='create1'>...</iq>
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#title'>
                ...
                <value>Princely Musings (Atom)</value>
              </field>
              <field var='pubsub#max_items'>
                ...
                <value>10</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#item_expire'>
                ...
                <value>604800</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='config3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#max_payload_size'>
                ...
                <value>1028</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.1.3-order configure before create
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>T</value></field>
            </x>
          </configure>
          <create node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-order configure with a node
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>T</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a number that is none, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#max_items'><value>many</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a negative number, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#max_items'><value>-1</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a boolean that is none, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#persist_items'><value>perhaps</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a publish model that does not exist, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#publish_model'><value>royal</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a message type that does not exist, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#notification_type'><value>chatty</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a payload size above that of the service, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#max_payload_size'><value>999999999</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure two values of a field with one, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#title'>
                <value>One</value>
                <value>Two</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure an address that is none, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#contact'><value>@</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a way to send the last item that does not exist, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#send_last_published_item'><value>always</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a behaviour that does not exist, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#publish_node_full'><value>burst</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure a time that is none, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#item_expire'><value>soon</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support PS-8.2.5.2-failure an itemreply that does not exist, and no node comes of it
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>D</value></field>
              <field var='pubsub#itemreply'><value>everybody</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
    When hamlet sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.1.3-support a form that is no submission
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='result'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>T</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.4-no-resurrection a name that was in use is as new
    Given hamlet creates princely_musings with pubsub#access_model=open pubsub#title=Old
    And hamlet makes bernardo publisher of princely_musings
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='subman1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='subman1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
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
    When bernardo sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='publish1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
