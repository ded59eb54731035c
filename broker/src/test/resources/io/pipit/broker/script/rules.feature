Feature: XEP-0060 12, what follows from the rules

  Scenario: PS-12.7-headline PS-16.4.4-field-notification-type events are of the type that the node says
    Given hamlet creates princely_musings with pubsub#notification_type=normal
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-16.4.4-field-deliver-notifications a node that tells nothing
    Given hamlet creates princely_musings with pubsub#deliver_notifications=0
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives nothing
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

  Scenario: PS-12.3-to-subscribed-jid PS-12.3-no-guess a full address that is not there: its other resource is not told instead
    Given hamlet creates princely_musings
    And francisco/camp is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco/camp receives nothing

  Scenario: PS-12.5-tempsub PS-12.5-tempsub-expire PS-12.5-tempsub-cancel PS-16.4.2-field-expire a subscription for as long as one is there
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
              <field var='pubsub#expire'><value>presence</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-12.14-notify-change PS-12.14-to PS-12.14-triggers who ends a subscription with another resource is told where it was
    Given hamlet creates princely_musings
    And francisco is available
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1' from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/barracks' subid='{one}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
        </pubsub>
      </iq>
    When francisco/camp sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit/barracks'/>
        </pubsub>
      </iq>
    Then francisco/camp receives
      <iq type='result' id='unsub1'>...</iq>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit/barracks' subid='{one}' subscription='none'/>
        </event>
      </message>

  Scenario: PS-12.18-chain-from-service PS-12.18-no-chain-from-node a node is no subscriber: its address may not be subscribed
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='pubsub.denmark.lit/princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='sub1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'>
          <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
          <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
        </error>
      </iq>

  Scenario: PS-4.6.1-jid-resource PS-4.6.1-not-localpart PS-4.6-addressable an item is published to a node, not to an address made of its name
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='publish1' to='princely_musings@pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='publish1'>
        ...
        <error>...</error>
      </iq>
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

  Scenario: PS-6.1.7-advertise PS-4.3-last-published-default PS-10-feature-last-published the last item is not sent by default, and last-published not advertised: the default is never
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
              <field var='pubsub#send_last_published_item'>
                ...
                <value>never</value>
              </field>
            </x>
          </default>
        </pubsub>
      </iq>
    Given hamlet creates princely_musings
    And francisco is available
    And hamlet publishes one to princely_musings
    When francisco sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    And francisco receives nothing

  Scenario: PS-3-optional-conform PS-6-business-rules PS-12.9-overwrite the rules of section 12 hold: one id is one item, the newest last
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    And hamlet publishes two to princely_musings
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
            <item id='two'><entry xmlns='urn:example'>two</entry></item>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-8.2.3.4-locked what is no node of its own has nothing to configure
    When hamlet sends
      <iq type='get' id='config1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <configure node='a/+/c'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='config1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-12.8-include-body PS-12.8-body-xslt PS-12.8-xslt-by-service PS-16.4.2-field-include-body PS-16.4.4-field-body-xslt who wants a body gets one, made by the service
    Given gertrude creates styles
    When gertrude sends
      <iq type='set' id='style1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='styles'>
            <item id='body'>
              <xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>
                <xsl:output method='text'/>
                <xsl:template match='/'>
                  <xsl:text>News:</xsl:text>
                  <xsl:value-of select='.'/>
                </xsl:template>
              </xsl:stylesheet>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then gertrude receives
      <iq type='result' id='style1'>...</iq>
    Given hamlet creates princely_musings with pubsub#body_xslt=xmpp:pubsub.denmark.lit?;node=styles;item=body
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
              <field var='pubsub#include_body'><value>1</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit'>
        ...
        <body>News:one</body>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-12.8-include-body the stylesheet of somebody who is no administrator is not run
    Given hamlet creates styles
    When hamlet sends
      <iq type='set' id='style1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='styles'>
            <item id='body'>
              <xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>
                <xsl:output method='text'/>
                <xsl:template match='/'>
                  <xsl:text>News:</xsl:text>
                  <xsl:value-of select='.'/>
                </xsl:template>
              </xsl:stylesheet>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='style1'>...</iq>
    Given hamlet creates princely_musings with pubsub#body_xslt=xmpp:pubsub.denmark.lit?;node=styles;item=body
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
              <field var='pubsub#include_body'><value>1</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  Scenario: PS-12.8-include-body PS-12.3-options-obeyed who does not want one gets none
    Given gertrude creates styles
    When gertrude sends
      <iq type='set' id='style1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='styles'>
            <item id='body'>
              <xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>
                <xsl:output method='text'/>
                <xsl:template match='/'>
                  <xsl:text>News:</xsl:text>
                  <xsl:value-of select='.'/>
                </xsl:template>
              </xsl:stylesheet>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then gertrude receives
      <iq type='result' id='style1'>...</iq>
    Given hamlet creates princely_musings with pubsub#body_xslt=xmpp:pubsub.denmark.lit?;node=styles;item=body
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

  Scenario: PS-12.8-no-body-unknown a stylesheet that is not there makes none
    Given hamlet creates princely_musings with pubsub#body_xslt=xmpp:pubsub.denmark.lit?;node=styles;item=none
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
              <field var='pubsub#include_body'><value>1</value></field>
            </x>
          </options>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='sub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>

  # Mistakes that other services were found to make

  Scenario: PS-8.9.2.2-outcast-stops-events PS-14.3-access-for-events a node that becomes a presence node: a stranger that had subscribed hears nothing more
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    And hamlet configures princely_musings with pubsub#access_model=presence
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{any}' subscription='none'/>
        </event>
      </message>
    Given hamlet publishes secret to princely_musings
    Then francisco receives nothing
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

  Scenario: PS-8.4-no-resurrection a deleted node's subscribers hear nothing of the next node of that name
    Given hamlet creates princely_musings
    And francisco is available
    And francisco subscribes to princely_musings
    When hamlet sends
      <iq type='set' id='delete1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='princely_musings'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='delete1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'/>
    And francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <delete node='princely_musings'/>
        </event>
      </message>
    Given hamlet creates princely_musings
    And hamlet publishes one to princely_musings
    Then francisco receives nothing

  Scenario: PS-7.1.2-result-then-events PS-7.1.2-notify-each a publisher that subscribed with two resources has its result first and each event once
    Given hamlet creates princely_musings
    And hamlet is available
    When hamlet sends
      <iq type='set' id='sub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='hamlet@denmark.lit/elsinore'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='sub1'>...</iq>
    When hamlet sends
      <iq type='set' id='sub2' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <subscribe node='princely_musings' jid='hamlet@denmark.lit'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='sub2'>...</iq>
    When hamlet sends
      <iq type='set' id='publish1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='publish1'>...</iq>
    And hamlet receives in any order
      <message to='hamlet@denmark.lit/elsinore'>...</message>
      <message to='hamlet@denmark.lit'>...</message>
    And hamlet receives nothing

  Scenario: PS-8.9.2.4-duplicate-entity PS-4.1-bare-jid one account under two addresses is one entity
    Given hamlet creates princely_musings
    When hamlet sends
      <iq type='set' id='ent3' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <affiliations node='princely_musings'>
            <affiliation jid='francisco@denmark.lit' affiliation='member'/>
            <affiliation jid='francisco@denmark.lit/barracks' affiliation='publisher'/>
          </affiliations>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='error' id='ent3' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: PS-6.5.7-most-recent PS-12.1-publication-order the newest items, in the order in which they were published
    Given hamlet creates princely_musings
    And hamlet publishes c to princely_musings
    And hamlet publishes a to princely_musings
    And hamlet publishes b to princely_musings
    When hamlet sends
      <iq type='get' id='items1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings' max_items='2'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='items1' from='pubsub.denmark.lit' to='hamlet@denmark.lit/elsinore'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='princely_musings'>
            <item id='a'><entry xmlns='urn:example'>a</entry></item>
            <item id='b'><entry xmlns='urn:example'>b</entry></item>
          </items>
        </pubsub>
      </iq>

  Scenario: PS-8.2.4-incomplete-form a configuration with one field does not put the others back to their defaults
    Given hamlet creates princely_musings with pubsub#access_model=whitelist pubsub#max_items=3
    And hamlet configures princely_musings with pubsub#title=New
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

  Scenario: PS-8.8.3-remove-stops-events who unsubscribes with another subscription left is still told once
    Given hamlet creates princely_musings
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
          <subscription node='princely_musings' jid='francisco@denmark.lit' subid='{one}' subscription='subscribed'>
            <subscribe-options/>
          </subscription>
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
      <iq>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          ...
          <subscription subid='{two}'>...</subscription>
        </pubsub>
      </iq>
    When francisco sends
      <iq type='set' id='unsub1' to='pubsub.denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <unsubscribe node='princely_musings' jid='francisco@denmark.lit' subid='{one}'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='unsub1'>...</iq>
    Given hamlet publishes one to princely_musings
    Then francisco receives
      <message from='pubsub.denmark.lit' to='francisco@denmark.lit/barracks' type='headline' id='{any}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='princely_musings'>
            <item id='one'><entry xmlns='urn:example'>one</entry></item>
          </items>
        </event>
      </message>
    And francisco receives nothing
