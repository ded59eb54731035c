Feature: XEP-0054, vCards, and XEP-0398, the avatars in them

  # What is refused

  Scenario: XC-0054-get-own who has set none has none
    When hamlet sends
      <iq type='get' id='v1'><vCard xmlns='vcard-temp'/></iq>
    Then hamlet receives
      <iq type='error' id='v1' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: XC-0054-get-other no vCard and no account are told alike
    Given hamlet is available
    When francisco sends
      <iq type='get' id='v2' to='hamlet@denmark.lit'><vCard xmlns='vcard-temp'/></iq>
      <iq type='get' id='v3' to='nobody@denmark.lit'><vCard xmlns='vcard-temp'/></iq>
    Then francisco receives in any order
      <iq type='error' id='v2' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>
      <iq type='error' id='v3' from='nobody@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>

  Scenario: XC-0054-set-other the vCard of another is his
    Given hamlet is available
    When francisco sends
      <iq type='set' id='v2' to='hamlet@denmark.lit'>
        <vCard xmlns='vcard-temp'><FN>The late Hamlet</FN></vCard>
      </iq>
      <iq type='set' id='v3' to='nobody@denmark.lit'>
        <vCard xmlns='vcard-temp'><FN>The late Hamlet</FN></vCard>
      </iq>
    Then francisco receives in any order
      <iq type='error' id='v2' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>
      <iq type='error' id='v3' from='nobody@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: XC-0398-pep-to-vcard a stranger is not shown an avatar that is for contacts
    When hamlet sends
      <iq type='set' id='d1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:avatar:data'>
            <item id='15e9abb2e818480bc62afceb1b7f438663f7f08f'><data xmlns='urn:xmpp:avatar:data'>c2t1bGw=</data></item>
          </publish>
        </pubsub>
      </iq>
      <iq type='set' id='m1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:avatar:metadata'>
            <item id='15e9abb2e818480bc62afceb1b7f438663f7f08f'>
              <metadata xmlns='urn:xmpp:avatar:metadata'>
                <info bytes='5' id='15e9abb2e818480bc62afceb1b7f438663f7f08f' type='image/png'/>
              </metadata>
            </item>
          </publish>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='d1'>...</iq>
      <iq type='result' id='m1'>...</iq>
    When francisco sends
      <iq type='get' id='v1' to='hamlet@denmark.lit'><vCard xmlns='vcard-temp'/></iq>
    Then francisco receives
      <iq type='error' id='v1' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <error type='cancel'>
          <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        </error>
      </iq>
    When hamlet sends
      <iq type='set' id='gone1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:avatar:data'/>
        </pubsub>
      </iq>
      <iq type='set' id='gone2'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:avatar:metadata'/>
        </pubsub>
      </iq>
    Then hamlet receives
      <iq type='result' id='gone1'>...</iq>
      <iq type='result' id='gone2'>...</iq>

  # What is not

  Scenario: XC-0054-get-own XC-0054-get-other what its owner sets anybody reads
    When hamlet sends
      <iq type='set' id='v1'>
        <vCard xmlns='vcard-temp'>
          <FN>Hamlet</FN>
          <N><FAMILY>of Denmark</FAMILY><GIVEN>Hamlet</GIVEN></N>
        </vCard>
      </iq>
    Then hamlet receives
      <iq type='result' id='v1' to='hamlet@denmark.lit/elsinore'/>
    When francisco sends
      <iq type='get' id='v2' to='hamlet@denmark.lit'><vCard xmlns='vcard-temp'/></iq>
    Then francisco receives
      <iq type='result' id='v2' from='hamlet@denmark.lit' to='francisco@denmark.lit/barracks'>
        <vCard xmlns='vcard-temp'>
          <FN>Hamlet</FN>
          <N><FAMILY>of Denmark</FAMILY><GIVEN>Hamlet</GIVEN></N>
        </vCard>
      </iq>
    When hamlet sends
      <iq type='set' id='v3'><vCard xmlns='vcard-temp'/></iq>
      <iq type='get' id='v4'><vCard xmlns='vcard-temp'/></iq>
    Then hamlet receives
      <iq type='result' id='v3' to='hamlet@denmark.lit/elsinore'/>
      <iq type='error' id='v4' to='hamlet@denmark.lit/elsinore'>
        <error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      </iq>

  Scenario: XC-0398-vcard-to-pep XC-0153-hash XC-0398-pep-to-vcard the photo of a vCard is the avatar
    Given francisco sees hamlet
    And hamlet is available
    And francisco is available
    Then francisco receives
      <presence from='hamlet@denmark.lit/elsinore' to='francisco@denmark.lit/barracks'>
        ...
      </presence>
    When hamlet sends
      <iq type='set' id='v1'>
        <vCard xmlns='vcard-temp'>
          <PHOTO><TYPE>image/png</TYPE><BINVAL>c2t1bGw=</BINVAL></PHOTO>
        </vCard>
      </iq>
    Then hamlet receives in any order
      <iq type='result' id='v1' to='hamlet@denmark.lit/elsinore'/>
      <presence from='hamlet@denmark.lit/elsinore' to='hamlet@denmark.lit/elsinore'>
        ...
      </presence>
    And francisco receives
      <presence from='hamlet@denmark.lit/elsinore' to='francisco@denmark.lit'>
        <x xmlns='vcard-temp:x:update'><photo>15e9abb2e818480bc62afceb1b7f438663f7f08f</photo></x>
      </presence>
    When francisco sends
      <iq type='get' id='i1' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:avatar:metadata'/>
        </pubsub>
      </iq>
      <iq type='get' id='i2' to='hamlet@denmark.lit'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:avatar:data'/>
        </pubsub>
      </iq>
    Then francisco receives
      <iq type='result' id='i1'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:avatar:metadata'>
            <item id='15e9abb2e818480bc62afceb1b7f438663f7f08f'>
              <metadata xmlns='urn:xmpp:avatar:metadata'>
                <info bytes='5' id='15e9abb2e818480bc62afceb1b7f438663f7f08f' type='image/png'/>
              </metadata>
            </item>
          </items>
        </pubsub>
      </iq>
      <iq type='result' id='i2'>
        ...
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:avatar:data'>
            <item id='15e9abb2e818480bc62afceb1b7f438663f7f08f'><data xmlns='urn:xmpp:avatar:data'>c2t1bGw=</data></item>
          </items>
        </pubsub>
      </iq>
    When hamlet sends
      <iq type='set' id='gone1'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:avatar:data'/>
        </pubsub>
      </iq>
      <iq type='set' id='gone2'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
          <delete node='urn:xmpp:avatar:metadata'/>
        </pubsub>
      </iq>
    Then francisco receives
      <presence from='hamlet@denmark.lit/elsinore' to='francisco@denmark.lit'>
        <x xmlns='vcard-temp:x:update'><photo/></x>
      </presence>
