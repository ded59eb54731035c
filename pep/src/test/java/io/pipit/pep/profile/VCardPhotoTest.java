package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The photo of a vCard: XEP-0153 4.5. */
class VCardPhotoTest {

  private static final AvatarData ABC = new AvatarData(new byte[] {'a', 'b', 'c'});

  private static Element vCard(String content) {
    return XmlDocument.parse(
        ("<vCard xmlns='vcard-temp'>" + content + "</vCard>").getBytes(StandardCharsets.UTF_8));
  }

  private static VCardPhoto.Said read(String photo) {
    return VCardPhoto.read(vCard("<FN>Juliet</FN>" + photo));
  }

  @Tag("XC-0398-vcard-to-pep")
  @ParameterizedTest(name = "XC-0398-vcard-to-pep {0}")
  @ValueSource(
      strings = {
        "<PHOTO><TYPE>image/png</TYPE><EXTVAL>http://example.org/a.png</EXTVAL></PHOTO>",
        "<PHOTO><EXTVAL>http://example.org/a.png</EXTVAL></PHOTO>",
        "<PHOTO><TYPE>image/png</TYPE><BINVAL>YWJ</BINVAL></PHOTO>",
        "<PHOTO><TYPE>image/png</TYPE><BINVAL>YW*j</BINVAL></PHOTO>",
        "<PHOTO><TYPE>text/html</TYPE><BINVAL>YWJj</BINVAL></PHOTO>",
        "<PHOTO><TYPE>image/</TYPE><BINVAL>YWJj</BINVAL></PHOTO>",
        "<PHOTO><TYPE>png</TYPE><BINVAL>YWJj</BINVAL></PHOTO>",
        "<PHOTO><BINVAL>YWJj</BINVAL></PHOTO>",
      })
  void photoThatIsNoImageOfItsOwnIsAnother(String photo) {
    assertInstanceOf(VCardPhoto.Said.Other.class, read(photo));
  }

  @Tag("XC-0398-vcard-to-pep")
  @ParameterizedTest(name = "XC-0398-vcard-to-pep {0}")
  @ValueSource(
      strings = {
        "",
        "<PHOTO/>",
        "<PHOTO><TYPE>image/png</TYPE></PHOTO>",
        "<PHOTO><TYPE>image/png</TYPE><BINVAL/></PHOTO>",
        "<PHOTO><TYPE>image/png</TYPE><BINVAL> \n</BINVAL></PHOTO>",
        "<PHOTO xmlns='urn:other'><TYPE>image/png</TYPE><BINVAL>YWJj</BINVAL></PHOTO>",
      })
  void noImageIsNoPhoto(String photo) {
    assertInstanceOf(VCardPhoto.Said.Nothing.class, read(photo));
  }

  @Tag("XC-0398-vcard-to-pep")
  @ParameterizedTest(name = "XC-0398-vcard-to-pep {index}")
  @ValueSource(
      strings = {
        "<PHOTO><TYPE>image/png</TYPE><BINVAL>YWJj</BINVAL></PHOTO>",
        "<PHOTO><BINVAL>\n  YW\n  Jj\n</BINVAL><TYPE> IMAGE/PNG </TYPE></PHOTO>",
      })
  void imageIsRead(String photo) {
    assertEquals(new VCardPhoto.Said.Photo(new VCardPhoto("image/png", ABC)), read(photo));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void firstOfSeveralImagesCounts() {
    String elsewhere = "<PHOTO><EXTVAL>x</EXTVAL></PHOTO>";
    String none = "<PHOTO><TYPE>image/png</TYPE></PHOTO>";
    assertEquals(
        new VCardPhoto.Said.Photo(new VCardPhoto("image/png", ABC)),
        read(none + elsewhere + image("YWJj") + image("ZGVm")));
    assertInstanceOf(VCardPhoto.Said.Other.class, read(none + elsewhere + none));
  }

  private static String image(String base64) {
    return "<PHOTO><TYPE>image/png</TYPE><BINVAL>" + base64 + "</BINVAL></PHOTO>";
  }

  @Test
  @Tag("XC-0398-pep-to-vcard")
  void photoComesInThePlaceOfTheFirst() {
    VCardPhoto photo = new VCardPhoto("image/png", ABC);
    String others = "<NICKNAME>J</NICKNAME><PHOTO><EXTVAL>y</EXTVAL></PHOTO>";
    assertEquals(
        vCard("<FN>Juliet</FN>" + image("YWJj") + others),
        photo.in(vCard("<FN>Juliet</FN><PHOTO><EXTVAL>x</EXTVAL></PHOTO>" + others)));
    assertEquals(vCard("<FN>J</FN>" + image("YWJj")), photo.in(vCard("<FN>J</FN>")));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void vCardWithoutThePhotoThatCountsHasItsPlaceAmongOthers() {
    VCardPhoto photo = new VCardPhoto("image/png", ABC);
    Element one = vCard("<FN>J</FN>" + image("YWJj") + "<NICKNAME>J</NICKNAME>");
    assertEquals(vCard("<FN>J</FN><NICKNAME>J</NICKNAME>"), VCardPhoto.without(one));
    Element several = vCard("<PHOTO><EXTVAL>x</EXTVAL></PHOTO>" + image("YWJj") + image("ZGVm"));
    Element without = VCardPhoto.without(several);
    assertEquals(several, photo.in(without));
    assertEquals(
        vCard("<PHOTO><EXTVAL>x</EXTVAL></PHOTO>" + image("ZGVm")),
        VCardPhoto.withoutPlace(without));
    Element none = vCard("<FN>J</FN><PHOTO/>");
    assertSame(none, VCardPhoto.without(none));
    assertSame(none, VCardPhoto.withoutPlace(none));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void photoThatSaysNothingKeepsNoPlace() {
    Element two = vCard("<PHOTO/><FN>J</FN>" + image("YWJj") + "<PHOTO/>");
    Element one = vCard("<FN>J</FN>" + image("YWJj"));
    assertEquals(one, VCardPhoto.withoutEmpty(two));
    assertSame(one, VCardPhoto.withoutEmpty(one));
  }

  /** Of a vCard that is kept with its image; one that has the place of it keeps all it has. */
  @Test
  @Tag("XC-0398-pep-to-vcard")
  void imageThatIsKeptIsReplacedOrHidden() {
    String elsewhere = "<PHOTO><EXTVAL>x</EXTVAL></PHOTO>";
    Element kept = vCard(elsewhere + image("ZGVm") + "<FN>J</FN>");
    VCardPhoto photo = new VCardPhoto("image/png", ABC);
    assertEquals(vCard(elsewhere + image("YWJj") + "<FN>J</FN>"), photo.in(kept));
    assertEquals(vCard(elsewhere + "<FN>J</FN>"), VCardPhoto.hidden(kept));
    Element placed = VCardPhoto.without(vCard(image("YWJj") + image("ZGVm")));
    assertEquals(vCard(image("ZGVm")), VCardPhoto.hidden(placed));
  }
}
