Feature: XEP-0060 8.6 and 8.7, subscriptions that an owner approves

  Scenario: PS-6.1.4-ask-owners PS-8.6-send-request PS-8.6-allow-field PS-8.6-node-jid-fields PS-8.6-body PS-16.4.1-field-allow PS-16.4.1-field-node PS-16.4.1-field-subscriber-jid PS-16.4.1-field-subid the owner is asked
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>

  Scenario: PS-8.6-approve PS-8.6-notify-approved PS-8.6-check-allow PS-4.5-authorize PS-12.14-triggers approved with 1
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='subscribed'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-8.6-approve PS-8.6-notify-approved PS-8.6-check-allow PS-4.5-authorize PS-12.14-triggers approved with true
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>true</value></field>
        </x>
      </message>
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='subscribed'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-8.6-deny PS-8.6-notify-denied PS-8.6-check-allow PS-12.14-triggers denied with 0
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>0</value></field>
        </x>
      </message>
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='none'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing
    When francisco sends
      <iq type='get' id='mine' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='mine' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>

  Scenario: PS-8.6-deny PS-8.6-notify-denied PS-8.6-check-allow PS-12.14-triggers denied with false
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>false</value></field>
        </x>
      </message>
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='none'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing
    When francisco sends
      <iq type='get' id='mine' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='mine' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>

  Scenario: PS-8.6-approve PS-12.10-send who is approved is sent the last item
    Given hamlet creates princely_musings with pubsub#access_model=authorize pubsub#send_last_published_item=on_sub
    And hamlet publishes one to princely_musings
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    And francisco receives nothing
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='subscribed'/>
        </event>
      </message>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
        <delay xmlns='urn:xmpp:delay' from='pubsub.denmark.lit' stamp='{stamp}'/>
      </message>

  Scenario: PS-8.6-cancel-stays-pending cancelled: it stays pending
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='cancel'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
        </x>
      </message>
    And hamlet sends
      <iq type='get' id='l1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
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
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'/>
          </subscriptions>
        </pubsub>
      </iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-8.6-only-owner PS-14.2-owner-only the subscriber approves itself
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When francisco sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then francisco receives
      <message type='error' id='{request}' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </message>
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
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.6-only-owner a publisher approves
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    Given hamlet makes bernardo publisher of princely_musings
    When bernardo sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then bernardo receives
      <message type='error' id='{request}' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </message>
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
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.6-approve approved for another subid: nothing happens
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>991</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then hamlet receives
      <message type='error' id='{request}' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </message>
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
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.6-approve approved for another node that is not his
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    Given bernardo creates other
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>other</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then hamlet receives
      <message type='error' id='{request}' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </message>
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
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-8.6-check-allow neither allowed nor denied
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>perhaps</value></field>
        </x>
      </message>
    Then hamlet receives
      <message type='error' id='{request}' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </message>
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
            <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='pending'/>
          </subscriptions>
        </pubsub>
      </iq>
    And francisco receives nothing

  Scenario: PS-12.13-who-approves PS-8.6-send-request each owner is asked, and the first answer holds
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet makes bernardo owner of princely_musings
    And hamlet is available
    And bernardo is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    And bernardo receives
      <message from='pubsub.denmark.lit' to='bernardo@denmark.lit' id='{other}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When bernardo sends
      <message to='pubsub.denmark.lit' id='{other}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>1</value></field>
        </x>
      </message>
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='subscribed'/>
        </event>
      </message>
    When hamlet sends
      <message to='pubsub.denmark.lit' id='{request}'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid'><value>{subid}</value></field>
          <field var='pubsub#node'><value>princely_musings</value></field>
          <field var='pubsub#subscriber_jid'><value>francisco@denmark.lit</value></field>
          <field var='pubsub#allow'><value>0</value></field>
        </x>
      </message>
    Then hamlet receives
      <message type='error' id='{request}' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </message>
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

  Scenario: PS-6.1.3.7-pending PS-6.1.4-pending-result who is pending and asks again
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When francisco sends
      <iq type='set' id='sub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'>
          <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <pending-subscription xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.8.1.2-no-pending pending ones are not in the owner's list
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
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

  Scenario: PS-4.2-state-pending PS-6.2.2-result who is pending may withdraw
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    When francisco sends
      <iq type='get' id='mine' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='mine'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscriptions/>
        </pubsub>
      </iq>

  # Affiliations settle requests (8.7.4)

  Scenario: PS-8.7.4-auto-approve who is made owner while pending is subscribed
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='owner'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.7.4-auto-approve who is made publisher while pending is subscribed
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    When hamlet sends
      <iq type='get' id='l1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='l1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <subscriptions node='princely_musings'>
            <subscription jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'/>
          </subscriptions>
        </pubsub>
      </iq>

  Scenario: PS-8.7.4-auto-reject PS-8.7.4-reject-message who is made outcast while pending is rejected and told
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <iq type='set' id='ent2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='ent2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives in any order
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
      </message>
      <message>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>...</pubsub>
      </message>

  # Get-pending (8.7)

  Scenario: PS-8.7-adhoc PS-8.7-command-name PS-10-feature-get-pending the command is listed
    When hamlet sends
      <iq type='get' id='disco1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='disco1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'>
          ...
          <item jid='pubsub.denmark.lit' node='http://jabber.org/protocol/pubsub#get-pending' name='{any}'/>
        </query>
      </iq>

  Scenario: PS-8.7.2-form PS-8.7.2-form-field PS-8.7.2-only-pending-nodes PS-8.7.4-auto-approve the nodes with requests
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    Given hamlet creates other with pubsub#access_model=authorize
    When hamlet sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='pending1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' sessionid='{session}' status='executing'>
          ...
          <x xmlns='jabber:x:data' type='form'>
            ...
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
            </field>
            <field type='list-single' var='pubsub#node'>
              ...
              <option><value>princely_musings</value></option>
            </field>
          </x>
        </command>
      </iq>

  Scenario: PS-8.7.4-per-node PS-8.7.4-completed PS-8.7.4-send-each a node is chosen, and its requests come again
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    Given bernardo is available
    When bernardo sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='bernardo@denmark.lit'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='result' id='sub1'>...</iq>
    And hamlet receives
      <message>...</message>
    When hamlet sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='pending1'>
        ...
        <command xmlns='http://jabber.org/protocol/commands' sessionid='{session}'>...</command>
      </iq>
    When hamlet sends
      <iq type='set' id='pending2' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute' sessionid='{session}'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='pubsub#node'><value>princely_musings</value></field>
          </x>
        </command>
      </iq>
    Then hamlet receives
      <iq type='result' id='pending2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' sessionid='{session}' status='completed'/>
      </iq>
    And hamlet receives in any order
      <message from='pubsub.denmark.lit' to='{any}' id='{r1}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
        </x>
      </message>
      <message from='pubsub.denmark.lit' to='{any}' id='{r2}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>bernardo@denmark.lit</value>
          </field>
        </x>
      </message>

  Scenario: PS-8.7.3.4-not-found a node that does not exist
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    When hamlet sends
      <iq type='set' id='pending0' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='result' id='pending0'>
        ...
        <command xmlns='http://jabber.org/protocol/commands' sessionid='{session}'>...</command>
      </iq>
    When hamlet sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute' sessionid='{session}'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='pubsub#node'><value>nowhere</value></field>
          </x>
        </command>
      </iq>
    Then hamlet receives
      <iq type='error' id='pending1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.7.3.3-forbidden PS-14.2-owner-only a node of somebody else
    Given hamlet creates princely_musings with pubsub#access_model=authorize
    And hamlet is available
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{subid}' subscription='pending'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    And hamlet receives
      <message from='pubsub.denmark.lit' to='hamlet@denmark.lit' id='{request}'>
        ...
        <x xmlns='jabber:x:data' type='form'>
          ...
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field var='pubsub#subid' type='hidden'><value>{subid}</value></field>
          <field var='pubsub#node' type='text-single' label='{any}'>
            <value>princely_musings</value>
          </field>
          <field var='pubsub#subscriber_jid' type='jid-single' label='{any}'>
            <value>francisco@denmark.lit</value>
          </field>
          <field var='pubsub#allow' type='boolean' label='{any}'><value>false</value></field>
        </x>
      </message>
    Given bernardo creates other with pubsub#access_model=authorize
    When bernardo sends
      <iq type='set' id='pending0' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'/>
      </iq>
    Then bernardo receives
      <iq id='pending0'>...</iq>
    When bernardo sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-pending' action='execute'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='pubsub#node'><value>princely_musings</value></field>
          </x>
        </command>
      </iq>
    Then bernardo receives
      <iq type='error' id='pending1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.7-command-name a command that does not exist
    When hamlet sends
      <iq type='set' id='pending1' to='pubsub.denmark.lit'>
        <command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/pubsub#get-married' action='execute'/>
      </iq>
    Then hamlet receives
      <iq type='error' id='pending1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
