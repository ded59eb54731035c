Feature: XEP-0060 8.2 and 8.3, configure a node

  Scenario: PS-8.2.1-request PS-8.2.2-form PS-8.2.2-current-values PS-8.2-support PS-8.2.2-labels PS-13.1-labels-local the form with what holds now
    Given hamlet creates princely_musings with pubsub#title=Musings
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
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title' type='text-single' label='{any}'>
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-access-model PS-8.2.2-registered-fields pubsub#access_model has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#access_model' type='list-single' label='{any}'>
                ...
                <value>open</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
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
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#access_model' type='list-single' label='{any}'>
                ...
                <value>whitelist</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-contact PS-8.2.2-registered-fields pubsub#contact has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#contact' type='jid-multi' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#contact'><value>bard@shakespeare.lit</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#contact' type='jid-multi' label='{any}'>
                ...
                <value>bard@shakespeare.lit</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-dataform-xslt PS-8.2.2-registered-fields pubsub#dataform_xslt has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#dataform_xslt' type='text-single' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#dataform_xslt'>
                <value>xmpp:pubsub.denmark.lit?;node=styles;item=form</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#dataform_xslt' type='text-single' label='{any}'>
                ...
                <value>xmpp:pubsub.denmark.lit?;node=styles;item=form</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-body-xslt PS-8.2.2-registered-fields pubsub#body_xslt has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#body_xslt' type='text-single' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#body_xslt'>
                <value>xmpp:pubsub.denmark.lit?;node=styles;item=body</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#body_xslt' type='text-single' label='{any}'>
                ...
                <value>xmpp:pubsub.denmark.lit?;node=styles;item=body</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-deliver-notifications PS-8.2.2-registered-fields pubsub#deliver_notifications has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#deliver_notifications' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#deliver_notifications'><value>0</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#deliver_notifications' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-deliver-payloads PS-8.2.2-registered-fields pubsub#deliver_payloads has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#deliver_payloads' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#deliver_payloads'><value>0</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#deliver_payloads' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-description PS-8.2.2-registered-fields pubsub#description has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#description' type='text-single' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#description'><value>Words</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#description' type='text-single' label='{any}'>
                ...
                <value>Words</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-item-expire PS-8.2.2-registered-fields pubsub#item_expire has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#item_expire' type='text-single' label='{any}'>
                ...
                <value>max</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#item_expire'><value>60</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#item_expire' type='text-single' label='{any}'>
                ...
                <value>60</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-itemreply PS-8.2.2-registered-fields pubsub#itemreply has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#itemreply' type='list-single' label='{any}'>
                ...
                <value>none</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#itemreply'><value>owner</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#itemreply' type='list-single' label='{any}'>
                ...
                <value>owner</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-language PS-8.2.2-registered-fields pubsub#language has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#language' type='text-single' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#language'><value>en</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#language' type='text-single' label='{any}'>
                ...
                <value>en</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-max-items PS-8.2.2-registered-fields pubsub#max_items has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#max_items' type='text-single' label='{any}'>
                ...
                <value>1000</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#max_items'><value>5</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#max_items' type='text-single' label='{any}'>
                ...
                <value>5</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-max-payload-size PS-8.2.2-registered-fields pubsub#max_payload_size has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#max_payload_size' type='text-single' label='{any}'>
                ...
                <value>{any}</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#max_payload_size'><value>100</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#max_payload_size' type='text-single' label='{any}'>
                ...
                <value>100</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-node-type PS-8.2.2-registered-fields pubsub#node_type has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#node_type' type='list-single' label='{any}'>
                ...
                <value>leaf</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-notification-type PS-8.2.2-registered-fields pubsub#notification_type has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#notification_type' type='list-single' label='{any}'>
                ...
                <value>headline</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#notification_type'><value>normal</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#notification_type' type='list-single' label='{any}'>
                ...
                <value>normal</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-notify-config PS-8.2.2-registered-fields pubsub#notify_config has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#notify_config' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#notify_config'><value>1</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#notify_config' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-notify-delete PS-8.2.2-registered-fields pubsub#notify_delete has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#notify_delete' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#notify_delete'><value>0</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#notify_delete' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-notify-retract PS-8.2.2-registered-fields pubsub#notify_retract has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#notify_retract' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#notify_retract'><value>0</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#notify_retract' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-notify-sub PS-8.2.2-registered-fields pubsub#notify_sub has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#notify_sub' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#notify_sub'><value>1</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#notify_sub' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-persist-items PS-8.2.2-registered-fields pubsub#persist_items has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#persist_items' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#persist_items'><value>0</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#persist_items' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-presence-based-delivery PS-8.2.2-registered-fields pubsub#presence_based_delivery has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#presence_based_delivery' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#presence_based_delivery'><value>1</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#presence_based_delivery' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-publish-model PS-8.2.2-registered-fields pubsub#publish_model has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#publish_model' type='list-single' label='{any}'>
                ...
                <value>publishers</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#publish_model'><value>open</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#publish_model' type='list-single' label='{any}'>
                ...
                <value>open</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-publish-node-full PS-8.2.2-registered-fields pubsub#publish_node_full has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#publish_node_full' type='list-single' label='{any}'>
                ...
                <value>retract-oldest</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#publish_node_full'><value>reject</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#publish_node_full' type='list-single' label='{any}'>
                ...
                <value>reject</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-purge-offline PS-8.2.2-registered-fields pubsub#purge_offline has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#purge_offline' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#purge_offline'><value>1</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#purge_offline' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-roster-groups-allowed PS-8.2.2-registered-fields pubsub#roster_groups_allowed has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#roster_groups_allowed' type='list-multi' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#roster_groups_allowed'><value>Guards</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#roster_groups_allowed' type='list-multi' label='{any}'>
                ...
                <value>Guards</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-send-last-published-item PS-8.2.2-registered-fields pubsub#send_last_published_item has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#send_last_published_item' type='list-single' label='{any}'>
                ...
                <value>never</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#send_last_published_item'><value>on_sub</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#send_last_published_item' type='list-single' label='{any}'>
                ...
                <value>on_sub</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-subscribe PS-8.2.2-registered-fields pubsub#subscribe has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#subscribe' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#subscribe'><value>0</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#subscribe' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-tempsub PS-8.2.2-registered-fields pubsub#tempsub has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#tempsub' type='boolean' label='{any}'>
                ...
                <value>0</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#tempsub'><value>1</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#tempsub' type='boolean' label='{any}'>
                ...
                <value>1</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-title PS-8.2.2-registered-fields pubsub#title has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#title' type='text-single' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>Musings</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#title' type='text-single' label='{any}'>
                ...
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-16.4.4-field-type PS-8.2.2-registered-fields pubsub#type has its default and can be changed
    Given hamlet creates princely_musings
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
              <field var='pubsub#type' type='text-single' label='{any}'>...</field>
            </x>
          </configure>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#type'><value>urn:example</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
              <field var='pubsub#type' type='text-single' label='{any}'>
                ...
                <value>urn:example</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.2.4-submit PS-8.2.5.1-success PS-8.2.4-incomplete-form what is left out of the form stays
    Given hamlet creates princely_musings with pubsub#title=Musings pubsub#description=Words
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
                <value>New</value>
              </field>
              <field var='pubsub#description'>
                ...
                <value>Words</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.2.4-cancel cancelled
    Given hamlet creates princely_musings with pubsub#title=Musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'><x xmlns='jabber:x:data' type='cancel'/></configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
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
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only asked for by somebody else
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-publisher asked for by a publisher
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When francisco sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-publish-only asked for by a publish-only
    Given hamlet creates princely_musings
    And hamlet makes francisco publish-only of princely_musings
    When francisco sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-member asked for by a member
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-outcast asked for by a outcast
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.3-nodeid-required asked for without a node
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.2.3.5-not-found asked for of a node that does not exist
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only submitted by somebody else
    Given hamlet creates princely_musings
    When francisco sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
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
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-publisher submitted by a publisher
    Given hamlet creates princely_musings
    And hamlet makes francisco publisher of princely_musings
    When francisco sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
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
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-publish-only submitted by a publish-only
    Given hamlet creates princely_musings
    And hamlet makes francisco publish-only of princely_musings
    When francisco sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
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
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-member submitted by a member
    Given hamlet creates princely_musings
    And hamlet makes francisco member of princely_musings
    When francisco sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
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
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.2-forbidden PS-14.2-owner-only PS-4.1-priv-outcast submitted by a outcast
    Given hamlet creates princely_musings
    And hamlet makes francisco outcast of princely_musings
    When francisco sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
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
    Then francisco receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.3.3-nodeid-required submitted without a node
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure>
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
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.2.3.5-not-found submitted of a node that does not exist
    When hamlet sends
      <iq type='set' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
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
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.2.5.2-failure a number that is none, and nothing of the form is taken
    Given hamlet creates princely_musings with pubsub#title=Musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
              <field var='pubsub#max_items'><value>many</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
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
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.2.5.2-failure a boolean that is none, and nothing of the form is taken
    Given hamlet creates princely_musings with pubsub#title=Musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
              <field var='pubsub#persist_items'><value>perhaps</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
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
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.2.5.2-failure a publish model that does not exist, and nothing of the form is taken
    Given hamlet creates princely_musings with pubsub#title=Musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
              <field var='pubsub#publish_model'><value>royal</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
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
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.2.5.2-failure a payload above the limit of the service, and nothing of the form is taken
    Given hamlet creates princely_musings with pubsub#title=Musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
              <field var='pubsub#max_payload_size'><value>999999999</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>
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
                <value>Musings</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>

  Scenario: PS-8.1.2-unsupported-model PS-8.2.5.2-failure an access model that does not exist
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
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
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
          <unsupported-access-model xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-8.2.5.3-notify PS-8.2.5.3-support PS-8.2.5.3-full PS-16.4.4-field-notify-config subscribers are told, with the configuration
    Given hamlet creates princely_musings with pubsub#notify_config=1
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <configuration node='princely_musings'>
            <x xmlns='jabber:x:data' type='result'>
              ...
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'>
                ...
                <value>New</value>
              </field>
            </x>
          </configuration>
        </event>
      </message>

  Scenario: PS-8.2.5.3-empty without it where payloads are not delivered
    Given hamlet creates princely_musings with pubsub#notify_config=1 pubsub#deliver_payloads=0
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <configuration node='princely_musings'/>
        </event>
      </message>

  Scenario: PS-8.2.5.3-notify nobody is told by default
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives nothing

  Scenario: PS-12.16-shim-not-node-events PS-8.2.5.3-notify nor is a subid ever in it
    Given hamlet creates princely_musings with pubsub#notify_config=1
    And francisco is available
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
              <field var='pubsub#show-values'>
                <value>online</value>
                <value>chat</value>
                <value>away</value>
                <value>dnd</value>
                <value>xa</value>
              </field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub2'>...</iq>
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#title'><value>New</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <configuration node='princely_musings'>
            <x xmlns='jabber:x:data' type='result'>...</x>
          </configuration>
        </event>
      </message>
    And francisco receives nothing

  Scenario: PS-14.3-access-for-events PS-4.5-whitelist a node that is closed tells nothing more to whom it is closed for
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
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
      <iq type='result' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
      </message>
    Given hamlet publishes secret to princely_musings
    Then francisco receives nothing

  Scenario: PS-16.4.4-field-body-xslt PS-12.8-body-xslt pubsub#body_xslt: a stylesheet on the web
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#body_xslt'><value>http://denmark.lit/style.xsl</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  Scenario: PS-16.4.4-field-body-xslt PS-12.8-body-xslt pubsub#body_xslt: a stylesheet at another service
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#body_xslt'>
                <value>xmpp:pubsub.example.org?;node=styles;item=body</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-16.4.4-field-body-xslt PS-12.8-body-xslt pubsub#body_xslt: a stylesheet in a file
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#body_xslt'><value>file:///etc/passwd</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  Scenario: PS-16.4.4-field-body-xslt PS-12.8-body-xslt pubsub#body_xslt: a stylesheet that is no item
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#body_xslt'>
                <value>xmpp:pubsub.denmark.lit?;node=styles</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  Scenario: PS-16.4.4-field-dataform-xslt PS-12.8-body-xslt pubsub#dataform_xslt: a stylesheet on the web
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#dataform_xslt'><value>http://denmark.lit/style.xsl</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  Scenario: PS-16.4.4-field-dataform-xslt PS-12.8-body-xslt pubsub#dataform_xslt: a stylesheet at another service
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#dataform_xslt'>
                <value>xmpp:pubsub.example.org?;node=styles;item=body</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-16.4.4-field-dataform-xslt PS-12.8-body-xslt pubsub#dataform_xslt: a stylesheet in a file
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#dataform_xslt'><value>file:///etc/passwd</value></field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  Scenario: PS-16.4.4-field-dataform-xslt PS-12.8-body-xslt pubsub#dataform_xslt: a stylesheet that is no item
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='config2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='princely_musings'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#dataform_xslt'>
                <value>xmpp:pubsub.denmark.lit?;node=styles</value>
              </field>
            </x>
          </configure>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config2' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>{any}</text>
        </error>
      </iq>

  # Defaults (8.3)

  Scenario: PS-8.3.1-request PS-8.3.3-form PS-8.3-support PS-8.3.2-type-leaf PS-8.1.2-default-query of a leaf
    When hamlet sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='def1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default>
            <x xmlns='jabber:x:data' type='form'>
              ...
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#node_type'>
                ...
                <value>leaf</value>
              </field>
              <field var='pubsub#access_model'>
                ...
                <value>open</value>
              </field>
            </x>
          </default>
        </pubsub>
      </iq>

  Scenario: PS-8.3.2-type PS-8.3.2-type-leaf of a leaf by its name
    When hamlet sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default type='leaf'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='def1'>...</iq>

  Scenario: PS-8.3.2-type of a collection
    When hamlet sends
      <iq type='get' id='def1collection' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default type='collection'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='def1collection'>...</iq>

  Scenario: PS-8.3.2-type of a type that does not exist
    When hamlet sends
      <iq type='get' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default type='tree'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-8.3.1-request defaults are no setting
    When hamlet sends
      <iq type='set' id='def1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <default/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='def1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
