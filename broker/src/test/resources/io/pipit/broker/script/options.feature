Feature: XEP-0060 6.3 and 6.4, subscription options

  Scenario: PS-6.3.1-advertise PS-10-feature-subscription-options PS-10-feature-retrieve-default-sub PS-10-feature-multi-subscribe PS-10-feature-leased-subscription what concerns options is advertised
    When francisco sends
      <iq type='get' id='feature1' to='pubsub.denmark.lit'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    Then francisco receives
      <iq type='result' id='feature1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          ...
          <feature var='http://jabber.org/protocol/pubsub#leased-subscription'/>
          <feature var='http://jabber.org/protocol/pubsub#multi-subscribe'/>
          <feature var='http://jabber.org/protocol/pubsub#retrieve-default-sub'/>
          <feature var='http://jabber.org/protocol/pubsub#subscription-options'/>
        </query>
      </iq>

  Scenario: PS-6.3.2-request PS-6.3.3-form PS-6.3-support PS-6.3-dataforms the form with what holds now
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit' subid='{any}'>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-16.4.2-field-deliver PS-6.3.3-registered-fields the field pubsub#deliver
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#deliver' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-16.4.2-field-digest PS-6.3.3-registered-fields the field pubsub#digest
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#digest' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-16.4.2-field-digest-frequency PS-6.3.3-registered-fields the field pubsub#digest_frequency
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#digest_frequency' type='text-single' label='{any}'>
                ...
                <value>{any}</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-16.4.2-field-expire PS-6.3.3-registered-fields the field pubsub#expire
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#expire' type='text-single' label='{any}'>...</field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-16.4.2-field-show-values PS-6.3.3-registered-fields the field pubsub#show-values
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#show-values' type='list-multi' label='{any}'>
                ...
                <option label='{any}'><value>away</value></option>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.3-registered-fields a field that the service does not know is left out, the others are taken (XEP-0004 3.2)
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#wrong'><value>1</value></field>
              <field var='pubsub#deliver'><value>0</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#deliver'>
                ...
                <value>0</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.5-submit PS-6.3.6.1-success the example of the text, but for the body
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
              <field var='pubsub#digest'><value>0</value></field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
                <value>away</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#show-values'>
                ...
                <value>away</value>
                <value>chat</value>
                <value>online</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.3-boolean a boolean may be written 0
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#deliver'>
                ...
                <value>0</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.3-boolean a boolean may be written 1
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#deliver'>
                ...
                <value>1</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.3-boolean a boolean may be written false
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>false</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#deliver'>
                ...
                <value>0</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.3-boolean a boolean may be written true
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>true</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#deliver'>
                ...
                <value>1</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.3-boolean PS-6.3.6.2-invalid a boolean is none of yes and no
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>yes</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-12.3-options-obeyed PS-16.4.2-field-deliver who turned delivery off hears nothing
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-12.3-options-obeyed PS-16.4.2-field-show-values who is away and wants nothing then hears nothing
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <presence><show>away</show></presence>
    Then francisco receives
      <presence>...</presence>
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-show-values an event goes to the resource in such a presence and to no other
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    And francisco is available
    And francisco/camp is available
    Then francisco receives
      <presence>...</presence>
    And francisco/camp receives
      <presence>...</presence>
    When francisco/camp sends
      <presence><show>dnd</show></presence>
    Then francisco/camp receives
      <presence>...</presence>
    And francisco receives
      <presence>...</presence>
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#show-values'><value>dnd</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    Given hamlet publishes one to princely_musings
    Then francisco/camp receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit/camp' id='{any}' type='headline'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'>...</item>
          </items>
        </event>
      </message>
    And francisco receives nothing

  Scenario: PS-6.3.2-request who submits a form with a get changes nothing and is told so
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    And francisco is available
    When francisco sends
      <iq type='get' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
    When hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}' type='headline'>...</message>

  Scenario: PS-6.3.6.2-invalid two values of one
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'>
                <value>1</value>
                <value>0</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid a frequency that is no number
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest_frequency'><value>often</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid a negative frequency
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest_frequency'><value>-1</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid an end that is no time
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>tomorrow</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid an end in the past
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>2001-01-01T00:00:00Z</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid a presence that does not exist
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#show-values'><value>busy</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid of a collection: a type that does not exist
    Given hamlet creates princely_musings with pubsub#node_type=collection
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#subscription_type'><value>trees</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.6.2-invalid of a collection: a depth that does not exist
    Given hamlet creates princely_musings with pubsub#node_type=collection
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#subscription_depth'><value>deep</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-16.4.2-field-subscription-type of a collection: pubsub#subscription_type
    Given hamlet creates princely_musings with pubsub#node_type=collection
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#subscription_type' type='list-single' label='{any}'>
                ...
                <value>nodes</value>
                <option label='{any}'><value>items</value></option>
                <option label='{any}'><value>nodes</value></option>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-16.4.2-field-subscription-depth of a collection: pubsub#subscription_depth
    Given hamlet creates princely_musings with pubsub#node_type=collection
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#subscription_depth' type='list-single' label='{any}'>
                ...
                <value>1</value>
                <option label='{any}'><value>1</value></option>
                <option label='{any}'><value>all</value></option>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.6.2-invalid one wrong field, and none of the others is taken
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>0</value></field>
              <field var='pubsub#digest_frequency'><value>often</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    Given francisco is available
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-6.3.6.2-invalid PS-6.3.3-form a form of something else
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#deliver'><value>0</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  # Each refusal of 6.3.4, of the request and of the submission (6.3.6.2)

  Scenario: PS-6.3.4.1-forbidden asked for for somebody else
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When bernardo sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.4.1-check-bare asked for for somebody else with the same resource
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/home'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When bernardo sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit/home'/>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.4.2-not-subscribed asked for by whom is not subscribed
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.2-not-subscribed PS-6.3.4.1-jid-node asked for for another resource
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.3-jid-required asked for without an address
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <jid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.4-subid-required asked for without a subid, of two subscriptions
    Given hamlet creates princely_musings
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
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.4-subid-include asked for of one of two
    Given hamlet creates princely_musings
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
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit' subid='{two}'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1'>...</iq>

  Scenario: PS-6.3.4.5-invalid-subid asked for with a subid that is nobody's
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit' subid='991'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.7-not-found asked for of a node that does not exist
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.4.1-forbidden PS-6.3.6.2-same-errors submitted for somebody else
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When bernardo sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>0</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.4.1-check-bare PS-6.3.6.2-same-errors submitted for somebody else with the same resource
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/home'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When bernardo sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit/home'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>0</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then bernardo receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='bernardo@denmark.lit/home'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.4.2-not-subscribed PS-6.3.6.2-same-errors submitted by whom is not subscribed
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.2-not-subscribed PS-6.3.4.1-jid-node PS-6.3.6.2-same-errors submitted for another resource
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit/barracks'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.3-jid-required PS-6.3.6.2-same-errors submitted without an address
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <jid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.4-subid-required PS-6.3.6.2-same-errors submitted without a subid, of two subscriptions
    Given hamlet creates princely_musings
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
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.4-subid-include PS-6.3.6.2-same-errors submitted of one of two
    Given hamlet creates princely_musings
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
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit' subid='{two}'>
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
      <iq type='result' id='options1'>...</iq>

  Scenario: PS-6.3.4.5-invalid-subid PS-6.3.6.2-same-errors submitted with a subid that is nobody's
    Given hamlet creates princely_musings
    And francisco subscribes to princely_musings
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit' subid='991'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.7-not-found PS-6.3.6.2-same-errors submitted of a node that does not exist
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  # Subscribe and configure (6.3.7)

  Scenario: PS-6.3.7-sub-and-conf PS-6.3.7-result-form PS-6.3.7-order the answer has the options that hold
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
              <field var='pubsub#digest'><value>0</value></field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
                <value>away</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
          <options>
            <x xmlns='jabber:x:data' type='result'>
              ...
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'>
                ...
                <value>1</value>
              </field>
              <field var='pubsub#digest'>
                ...
                <value>0</value>
              </field>
              <field var='pubsub#show-values'>
                ...
                <value>away</value>
                <value>chat</value>
                <value>online</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-6.3.7-order options before subscribe
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
              <field var='pubsub#digest'><value>0</value></field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
                <value>away</value>
              </field>
            </x>
          </options>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.7-order options with a node
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
              <field var='pubsub#digest'><value>0</value></field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
                <value>away</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.7-order options with an address
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>1</value></field>
              <field var='pubsub#digest'><value>0</value></field>
              <field var='pubsub#show-values'>
                <value>chat</value>
                <value>online</value>
                <value>away</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.3.7-sub-and-conf PS-6.3.6.2-invalid wrong options, and no subscription comes of it
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'><value>yes</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
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
          <subscriptions/>
        </pubsub>
      </iq>

  # Defaults (6.4)

  Scenario: PS-6.4.1-node-default PS-6.4.2-form PS-6.4-support PS-6.4.1-default-empty of a node
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='def1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default node='princely_musings'>
            <x xmlns='jabber:x:data' type='{any}'>
              ...
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'>
                ...
                <value>1</value>
              </field>
            </x>
          </default>
        </pubsub>
      </iq>

  Scenario: PS-6.4.1-service-default PS-6.4.1-service-default-optional PS-6.4.2-form of the service
    When francisco sends
      <iq type='get' id='def2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='def2' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default>
            <x xmlns='jabber:x:data' type='{any}'>
              ...
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#deliver'>
                ...
                <value>1</value>
              </field>
              <field var='pubsub#digest'>
                ...
                <value>0</value>
              </field>
              <field var='pubsub#digest_frequency'>
                ...
                <value>3600000</value>
              </field>
              <field var='pubsub#expire'>
                ...
              </field>
              <field var='pubsub#include_body'>
                ...
                <value>0</value>
              </field>
              <field var='pubsub#show-values'>
                ...
              </field>
              <field var='pubsub#subscription_type'>
                ...
                <value>items</value>
              </field>
              <field var='pubsub#subscription_depth'>
                ...
                <value>1</value>
              </field>
            </x>
          </default>
        </pubsub>
      </iq>

  Scenario: PS-6.4.3.1-noconfig of a node that takes no subscriptions
    Given hamlet creates princely_musings with pubsub#subscribe=0
    When francisco sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='subscription-options'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.6-unsupported a node that takes no subscriptions has no options of any: get
    Given hamlet creates princely_musings with pubsub#subscribe=0
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='subscription-options'/>
        </error>
      </iq>

  Scenario: PS-6.3.4.6-unsupported PS-6.3.6.2-same-errors a node that takes no subscriptions has no options of any: set
    Given hamlet creates princely_musings with pubsub#subscribe=0
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
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
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='subscription-options'/>
        </error>
      </iq>

  Scenario: PS-6.4.1-node-default PS-11-item-not-found of a node that does not exist
    When francisco sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.4.1-node-default of a closed node, for a stranger
    Given hamlet creates princely_musings with pubsub#access_model=whitelist
    When francisco sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <default node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
