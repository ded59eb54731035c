Feature: XEP-0060 5, what an entity finds out

  Scenario: PS-5.1-disco-respond PS-5.1-disco-identity PS-5.1-disco-features PS-5.1-disco-base-ns PS-16.2-identity-types the service says what it is
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <identity category='pubsub' type='service' name='{any}'/>
          <feature var='http://jabber.org/protocol/pubsub'/>
        </query>
      </iq>

  Scenario: PS-5.2-disco-items PS-4.6.2-jid-node-preferred nodes are listed with their titles
    Given hamlet creates Romeoance with pubsub#title=Letters
    And hamlet creates Julliennui with pubsub#title=Rose
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          ...
          <item node='Julliennui' name='Rose' jid='pubsub.denmark.lit'/>
          <item node='Romeoance' name='Letters' jid='pubsub.denmark.lit'/>
        </query>
      </iq>

  Scenario: PS-5.2-disco-items-policy a whitelist node is not listed for a stranger
    Given hamlet creates hidden with pubsub#access_model=whitelist
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>

  Scenario: PS-5.2-disco-items-policy a presence node is not listed for a stranger
    Given hamlet creates hidden with pubsub#access_model=presence
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>

  Scenario: PS-5.2-disco-items-policy a roster node is not listed for a stranger
    Given hamlet creates hidden with pubsub#access_model=roster pubsub#roster_groups_allowed=Friends
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>

  Scenario: PS-5.2-disco-items-policy an open node is not listed for an outcast
    Given hamlet creates hidden
    And hamlet makes francisco outcast of hidden
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>

  Scenario: PS-5.3-node-info PS-5.3-node-identity PS-4.6.2-same-node a leaf says that it is one
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='info1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <identity category='pubsub' type='leaf'/>
        </query>
      </iq>

  Scenario: PS-5.3-node-unknown PS-11-item-not-found nothing is known of a node that does not exist
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.3-node-info an outcast learns nothing of a node
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='get' id='info1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='info1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.4-meta-form PS-5.4-meta-complete PS-5.4-meta-static-in-config PS-5.4-meta-formtype PS-3-metadata what was configured, and what nobody has to configure
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#meta-data</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-type meta-data tell pubsub#type
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#type' type='text-single' label='{any}'>
              ...
              <value>urn:example</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-creator meta-data tell pubsub#creator
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#creator' type='jid-single' label='{any}'>
              ...
              <value>hamlet@denmark.lit</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-creation-date meta-data tell pubsub#creation_date
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#creation_date' type='text-single' label='{any}'>
              ...
              <value>{stamp}</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-title meta-data tell pubsub#title
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#title' type='text-single' label='{any}'>
              ...
              <value>Musings</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-description meta-data tell pubsub#description
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#description' type='text-single' label='{any}'>
              ...
              <value>Updates</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-language PS-5.4-meta-language meta-data tell pubsub#language
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#language' type='list-single' label='{any}'>
              ...
              <value>en</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-contact meta-data tell pubsub#contact
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#contact' type='jid-multi' label='{any}'>
              ...
              <value>bard@shakespeare.lit</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-access-model meta-data tell pubsub#access_model
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#access_model' type='list-single' label='{any}'>
              ...
              <value>open</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-publish-model meta-data tell pubsub#publish_model
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#publish_model' type='list-single' label='{any}'>
              ...
              <value>publishers</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-max-items meta-data tell pubsub#max_items
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#max_items' type='text-single' label='{any}'>
              ...
              <value>120</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-owner meta-data tell pubsub#owner
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#owner' type='jid-multi' label='{any}'>
              ...
              <value>hamlet@denmark.lit</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-publisher meta-data tell pubsub#publisher
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#publisher' type='jid-multi' label='{any}'>
              ...
              <value>bernardo@denmark.lit</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-16.4.3-field-num-subscribers meta-data tell pubsub#num_subscribers
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Updates pubsub#language=en pubsub#contact=bard@shakespeare.lit pubsub#type=urn:example pubsub#max_items=120
    And francisco subscribes to princely_musings
    And hamlet makes bernardo publisher of princely_musings
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
          ...
          <x xmlns='jabber:x:data' type='result'>
            ...
            <field var='pubsub#num_subscribers' type='text-single' label='{any}'>
              ...
              <value>1</value>
            </field>
          </x>
        </query>
      </iq>

  Scenario: PS-5.4-meta-form the meta-data of a closed node are not for strangers
    Given hamlet creates princely_musings with pubsub#access_model=whitelist pubsub#description=secret
    When francisco sends
      <iq type='get' id='meta1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='meta1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.5-node-items PS-5.5-node-items-name PS-5.5-node-items-nonode PS-5.5-jid-node-distinct PS-5.2-leaf-items PS-5.2-leaf-items-nonode items are listed by their ids, without a node attribute
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='princely_musings'>
          <item jid='pubsub.denmark.lit' name='one'/>
          <item jid='pubsub.denmark.lit' name='two'/>
        </query>
      </iq>

  Scenario: PS-5.5-node-items items of a node that does not exist
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.5-node-items PS-14.3-access-for-events items of a closed node are not listed for a stranger
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.5-node-items nor those of an open node for an outcast
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='error' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-5.6-support PS-5.6-all-for-bare PS-5.6-entry-fields PS-5.6-entry-subid subscriptions of every address of the account are listed
    Given hamlet creates node1
    And hamlet creates node2
    And francisco subscribes to node1
    When francisco/camp sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='node2' jid='francisco@denmark.lit/camp'/>
        </pubsub>
      </iq>
    Then francisco/camp receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/camp'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='node2' jid='francisco@denmark.lit/camp' subid='{two}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions>
            <subscription node='node1' jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
            <subscription node='node2' jid='francisco@denmark.lit/camp' subscription='subscribed' subid='{two}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PF-0059-max one's own subscriptions in pages
    Given hamlet creates princely_musings
    And hamlet creates kingly_ravings
    And francisco subscribes to princely_musings
    And francisco subscribes to kingly_ravings
    When francisco sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions>
            <subscription node='kingly_ravings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
          </subscriptions>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='0'>{any}</first>
            <last>{any}</last>
            <count>2</count>
          </set>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='get' id='subscriptions2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>1</max><after>nobody</after></set>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='subscriptions2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PF-0059-not-found the list of nodes does not go on behind a name that nobody has heard of
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <set xmlns='http://jabber.org/protocol/rsm'><after>bogus</after></set>
        </query>
      </iq>
    Then francisco receives
      <iq type='error' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PF-0059-uid-stable the list of nodes goes on behind a node that has gone since
    Given hamlet creates kingly_ravings
    And hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>
        </query>
      </iq>
    Then francisco receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <item node='kingly_ravings' jid='pubsub.denmark.lit'/>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='0'>kingly_ravings</first>
            <last>kingly_ravings</last>
            <count>2</count>
          </set>
        </query>
      </iq>
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='kingly_ravings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When francisco sends
      <iq type='get' id='disco2' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <set xmlns='http://jabber.org/protocol/rsm'><after>kingly_ravings</after></set>
        </query>
      </iq>
    Then francisco receives
      <iq type='result' id='disco2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#items'>
          <item node='princely_musings' jid='pubsub.denmark.lit'/>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <first index='0'>princely_musings</first>
            <last>princely_musings</last>
            <count>1</count>
          </set>
        </query>
      </iq>

  Scenario: PF-0059-count-only how many affiliations one has
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='affil1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>0</max></set>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='affil1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
          <set xmlns='http://jabber.org/protocol/rsm'><count>1</count></set>
        </pubsub>
      </iq>

  Scenario: PS-5.6-empty no subscriptions
    When francisco sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>

  Scenario: PS-5.6-all-for-bare the subscriptions of others are not listed
    Given hamlet creates node1
    And francisco subscribes to node1
    When bernardo sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='result' id='subscriptions1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>

  Scenario: PS-5.6-by-node PS-5.6-by-node-filter subscriptions to one node
    Given hamlet creates node1
    And hamlet creates node6
    And francisco subscribes to node1
    And francisco subscribes to node6
    When francisco sends
      <iq type='get' id='subscriptions2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='node6'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='node6'>
            <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='{any}'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-5.6-by-node-filter none of that node, though of another
    Given hamlet creates node1
    And hamlet creates node6
    And francisco subscribes to node1
    When francisco sends
      <iq type='get' id='subscriptions2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='node6'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions node='node6'/>
        </pubsub>
      </iq>

  Scenario: PS-5.6-all-for-bare subscriptions that ended are not listed
    Given hamlet creates node1
    And francisco subscribes to node1
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='node1' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    When francisco sends
      <iq type='get' id='subscriptions1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='subscriptions1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>

  Scenario: PS-5.7-support PS-5.7-all-for-bare PS-5.7-entry-fields affiliations with every node
    Given hamlet creates node1
    And hamlet creates node2
    And hamlet creates node5
    And hamlet creates node6
    And hamlet creates node7
    And hamlet makes francisco publisher of node1
    And hamlet makes francisco publish-only of node2
    And hamlet makes francisco outcast of node5
    And hamlet makes francisco member of node6
    When francisco sends
      <iq type='get' id='affil1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='affil1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations>
            <affiliation node='node1' affiliation='publisher'/>
            <affiliation node='node2' affiliation='publish-only'/>
            <affiliation node='node5' affiliation='outcast'/>
            <affiliation node='node6' affiliation='member'/>
          </affiliations>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='get' id='affil2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='node6'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='affil2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='node6'><affiliation node='node6' affiliation='owner'/></affiliations>
        </pubsub>
      </iq>

  Scenario: PS-5.7-empty no affiliations
    Given hamlet creates node1
    When francisco sends
      <iq type='get' id='affil1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='affil1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>

  Scenario: PS-5.7-by-node the affiliation with one node
    Given hamlet creates node1
    And hamlet creates node6
    When hamlet sends
      <iq type='get' id='affil2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='node6'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='affil2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='node6'><affiliation node='node6' affiliation='owner'/></affiliations>
        </pubsub>
      </iq>

  Scenario: PS-5.7-by-node no affiliation with that node
    Given hamlet creates node1
    When francisco sends
      <iq type='get' id='affil2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='node1'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='affil2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations node='node1'/>
        </pubsub>
      </iq>

  Scenario: PS-5.7-all-for-bare asked for with another resource
    Given hamlet creates node1
    When hamlet/castle sends
      <iq type='get' id='affil1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations/>
        </pubsub>
      </iq>
    Then hamlet/castle receives
      <iq type='result' id='affil1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/castle'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <affiliations><affiliation node='node1' affiliation='owner'/></affiliations>
        </pubsub>
      </iq>
