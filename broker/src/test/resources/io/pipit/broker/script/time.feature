Feature: Time: leases, digests and what else happens by itself (XEP-0060 6.1.5, 12.5, 12.19, 16.4)

  # Leases

  Scenario: PS-12.19-lease-field PS-12.19-lease-warn PS-12.19-lease-warn-form PS-16.4.2-field-expire a subscriber is warned before the end
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 9h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in10h}'/>
        </event>
      </message>
    Then francisco receives nothing

  Scenario: PS-12.19-lease-warn no warning before its time
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 8h
    Then francisco receives nothing

  Scenario: PS-12.19-lease-warn one warning and no more
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 9h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in10h}'/>
        </event>
      </message>
    When time passes 30m
    Then francisco receives nothing

  Scenario: PS-12.19-lease-end the end of a lease is told and ends the events
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 9h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in10h}'/>
        </event>
      </message>
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none' expiry='{in10h}'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-12.19-lease-end events come until the end
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in1h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 59m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in1h}'/>
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

  Scenario: PS-12.19-lease-end PS-6.3.4.2-not-subscribed what has lapsed has no options although no tick has come
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in1h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 1h unnoticed
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

  Scenario: PS-12.19-lease-renew what has lapsed cannot be renewed although no tick has come
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in1h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 1h unnoticed
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in3h}</value></field>
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

  Scenario: PS-12.19-lease-end what has lapsed gets no events although no tick has come
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in1h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 1h unnoticed
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-12.19-lease-renew a renewed lease does not end at its first end
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 9h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in10h}'/>
        </event>
      </message>
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in20h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When time passes 2h
    Then francisco receives nothing
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-12.19-lease-renew PS-12.19-lease-warn a renewed lease has a warning and an end of its own
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 9h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in10h}'/>
        </event>
      </message>
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in20h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When time passes 10h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in20h}'/>
        </event>
      </message>
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none' expiry='{in20h}'/>
        </event>
      </message>
    Given hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-12.19-lease-renew a lease that is renewed without an end has none
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value></value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When time passes 300d
    Then francisco receives nothing

  Scenario: PS-12.19-lease-cap what is too long is cut
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in400d}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When francisco sends
      <iq type='get' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#expire' type='text-single' label='{any}'>
                ...
                <value>{in365d}</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-12.19-lease-cap PS-12.19-lease-end and ends there
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in400d}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 364d
    Then francisco receives nothing
    When time passes 23h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in365d}'/>
        </event>
      </message>
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none' expiry='{in365d}'/>
        </event>
      </message>

  Scenario: PS-12.19-lease-field a lease that is over is refused
    Given hamlet creates princely_musings
    When time passes 2h
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in1h}</value></field>
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

  Scenario: PS-12.19-lease-renew a renewal into the past is refused and changes nothing
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 2h
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in1h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>
    When francisco sends
      <iq type='get' id='options2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options2'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options>
            ...
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='pubsub#expire' type='text-single' label='{any}'>
                ...
                <value>{in10h}</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>

  Scenario: PS-12.19-lease-end a subscription without an end outlives everything
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When time passes 3000d
    Then francisco receives nothing
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  # Subscriptions that wait for their options

  Scenario: PS-6.1.5-timeout PS-4.2-unconfigured-timeout who sends no options is out in the end
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
      </message>
    When francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
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

  Scenario: PS-6.1.5-timeout not before the time
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 59m
    Then francisco receives nothing

  Scenario: PS-6.1.5-timeout PS-4.2-state-unconfigured who sent them in time stays
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}lease_required=1
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 59m
    And francisco sends
      <iq type='set' id='options1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <options node='princely_musings' jid='francisco@denmark.lit'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#expire'><value>{in10h}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='options1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'/>
    When time passes 1h
    Then francisco receives nothing

  # Digests

  Scenario: PS-16.4.2-field-digest PS-16.4.2-field-digest-frequency items come together when their time has come
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    When time passes 30m
    Given hamlet publishes two to princely_musings
    When time passes 30m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-digest-frequency not before their time
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    When time passes 59m
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-digest-frequency what comes later waits for its own time
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    Given hamlet publishes two to princely_musings
    When time passes 59m
    Then francisco receives nothing
    When time passes 1m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-16.4.2-field-digest nothing is told when nothing was published
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    When time passes 5h
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-digest what was taken back is not told
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings' notify='true'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='retract1'>...</iq>
    When time passes 1h
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-digest who unsubscribed gets what waited no more
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    When time passes 1h
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-digest PS-12.19-lease-end a lease that ends first takes the digest with it
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>7200000</value></field>
              <field var='pubsub#expire'><value>{in90m}</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    When time passes 45m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='subscribed' expiry='{in90m}'/>
        </event>
      </message>
    When time passes 45m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none' expiry='{in90m}'/>
        </event>
      </message>
    When time passes 2h
    Then francisco receives nothing

  Scenario: PS-16.4.2-field-digest each of two subscriptions has its own, and says which
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          ...
          <subscription subid='{first}'>...</subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='sub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>7200000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub2'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          ...
          <subscription subid='{second}'>...</subscription>
        </pubsub>
      </iq>
    Given hamlet publishes one to princely_musings
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'><header name='SubID'>{first}</header></headers>
      </message>
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'><header name='SubID'>{second}</header></headers>
      </message>

  Scenario: PS-16.4.2-field-digest who may not read any more is told nothing of what waited
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    And hamlet makes francisco outcast of princely_musings
    Then francisco receives in any order
      <message>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='outcast'/>
          </affiliations>
        </pubsub>
      </message>
      <message>
        ...
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
      </message>
    When time passes 1h
    Then francisco receives nothing

  # Digests of collections and filters

  Scenario: PS-16.4.2-field-digest PS-16.4.2-field-digest-frequency COL-5.3.1-shim-collection one message of a filter, with an event for each node
    Given hamlet creates denmark/elsinore
    And hamlet creates denmark/wittenberg
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='denmark/#' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to denmark/elsinore
    And hamlet publishes two to denmark/wittenberg
    When time passes 30m
    And hamlet publishes three to denmark/elsinore
    Then francisco receives nothing
    When time passes 30m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='denmark/elsinore'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='three'><entry xmlns='urn:example'>three</entry></item>
          </items>
        </event>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='denmark/wittenberg'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header name='Collection'>denmark/#</header>
        </headers>
      </message>
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='denmark/#' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>

  Scenario: PS-16.4.2-field-digest COL-5.3.1-shim-collection one message of a collection
    Given hamlet creates denmark with pubsub#node_type=collection
    And hamlet creates elsinore with pubsub#collection=denmark
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='denmark' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#subscription_type'><value>items</value></field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to elsinore
    And hamlet publishes two to elsinore
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='elsinore'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header name='Collection'>denmark</header>
        </headers>
      </message>
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='denmark' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>

  Scenario: PS-16.4.2-field-digest COL-10.1-access who may not read a node when the digest is due gets nothing of it
    Given hamlet creates denmark/elsinore
    And hamlet creates denmark/wittenberg
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='denmark/#' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to denmark/elsinore
    And hamlet publishes two to denmark/wittenberg
    And hamlet configures denmark/elsinore with pubsub#access_model=whitelist
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='denmark/wittenberg'>
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
          </items>
        </event>
        <headers xmlns='http://jabber.org/protocol/shim'>
          <header name='Collection'>denmark/#</header>
        </headers>
      </message>
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='denmark/#' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>

  Scenario: PS-16.4.2-field-digest who has unsubscribed from a filter gets what waited no more
    Given hamlet creates denmark/elsinore
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='denmark/#' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>3600000</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to denmark/elsinore
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='denmark/#' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    When time passes 1h
    Then francisco receives nothing

  Scenario: PS-6.3.6.2-invalid a frequency that is no number, for a filter
    Given hamlet creates denmark/elsinore
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='denmark/#' jid='francisco@denmark.lit'/>
          <options>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
              </field>
              <field var='pubsub#digest'><value>1</value></field>
              <field var='pubsub#digest_frequency'><value>often</value></field>
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

  # Items and the archive

  Scenario: PS-16.4.4-field-item-expire PS-6.5.3-no-dead an item past its time is hidden before it is removed
    Given hamlet creates princely_musings with pubsub#item_expire=3600
    And hamlet publishes one to princely_musings
    When time passes 1h unnoticed
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-item-expire PS-6.5.3-no-dead by its id too
    Given hamlet creates princely_musings with pubsub#item_expire=3600
    And hamlet publishes one to princely_musings
    When time passes 1h unnoticed
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'><item id='one'/></items>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-item-expire its removal is told like that of any other
    Given hamlet creates princely_musings with pubsub#item_expire=3600
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    When time passes 1h
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'><retract id='one'/></items>
        </event>
      </message>
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'/>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-item-expire the others stay
    Given hamlet creates princely_musings with pubsub#item_expire=3600
    And hamlet publishes one to princely_musings
    When time passes 30m
    Given hamlet publishes two to princely_musings
    When time passes 30m
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
            <item id='two'>...</item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-item-expire one that is published again lives on
    Given hamlet creates princely_musings with pubsub#item_expire=3600
    And hamlet publishes one to princely_musings
    When time passes 30m
    Given hamlet publishes one to princely_musings
    When time passes 30m
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
            <item id='one'>...</item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-item-expire PS-7.2.3.2-not-found who takes back what is past its time finds nothing
    Given hamlet creates princely_musings with pubsub#item_expire=3600
    And hamlet publishes one to princely_musings
    When time passes 1h unnoticed
    When hamlet sends
      <iq type='set' id='retract1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <retract node='princely_musings'><item id='one'/></retract>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='retract1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'>
          <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: PF-0313-fin what is older than the archive is, is hidden before it is removed
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}history_age=3600
    And hamlet publishes one to princely_musings
    When time passes 1h unnoticed
    When francisco sends
      <iq type='set' id='mam1' to='pubsub.denmark.lit'>
        <query xmlns='urn:xmpp:mam:2' queryid='q' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='mam1'>
        ...
        <fin xmlns='urn:xmpp:mam:2' complete='true'>
          ...
          <set xmlns='http://jabber.org/protocol/rsm'>
            ...
            <count>0</count>
          </set>
        </fin>
      </iq>

  Scenario: PF-0313-fin and is gone afterwards
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}history_age=3600
    And hamlet publishes one to princely_musings
    When time passes 3h
    When francisco sends
      <iq type='set' id='mam1' to='pubsub.denmark.lit'>
        <query xmlns='urn:xmpp:mam:2' queryid='q' node='princely_musings'/>
      </iq>
    Then francisco receives
      <iq type='result' id='mam1'>
        ...
        <fin xmlns='urn:xmpp:mam:2' complete='true'>
          ...
          <set xmlns='http://jabber.org/protocol/rsm'>
            ...
            <count>0</count>
          </set>
        </fin>
      </iq>

  # Roll-ups

  Scenario: PF-0335-json numbers of a minute are told when it is over
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}rollup=1m
    And francisco is available
    And francisco subscribes to princely_musings/rollup/1m
    When hamlet sends
      <iq type='set' id='pub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><json xmlns='urn:xmpp:json:0'>{"doubt":7.5,"to":{"be":1}}</json></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='pub1'>...</iq>
    When hamlet sends
      <iq type='set' id='pub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><json xmlns='urn:xmpp:json:0'>{"doubt":8.5}</json></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='pub2'>...</iq>
    When time passes 90m
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings/rollup/1m'>
            <item id='{any}'><json xmlns='urn:xmpp:json:0'>{any}</json></item>
          </items>
        </event>
      </message>
    Then francisco receives nothing

  Scenario: PS-6.5.9.8-closed-node PS-11-not-allowed whoever may not read a node may not read its roll-ups
    Given hamlet creates princely_musings with {urn:pipit:pubsub:0}rollup=1m pubsub#access_model=whitelist
    When francisco sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings/rollup/1m'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='items1'>
        ...
        <error type='cancel'>
          <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.1.1-forbidden nobody creates the node of roll-ups
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='create1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='princely_musings/rollup/1h'/></pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='create1'>
        ...
        <error type='auth'>
          <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>
