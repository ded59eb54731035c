package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
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
  @Tag("XC-0398-pep-to-vcard")
  void photoComesInThePlaceOfEveryOther() {
    Element before =
        vCard("<FN>Juliet</FN><PHOTO/><NICKNAME>J</NICKNAME><PHOTO><EXTVAL>x</EXTVAL></PHOTO>");
    assertEquals(
        "<vCard xmlns='vcard-temp'><FN>Juliet</FN><NICKNAME>J</NICKNAME>"
            + "<PHOTO><TYPE>image/png</TYPE><BINVAL>YWJj</BINVAL></PHOTO></vCard>",
        XmlWriter.text(new VCardPhoto("image/png", ABC).in(before)));
    Element without = VCardPhoto.without(before);
    assertEquals(vCard("<FN>Juliet</FN><NICKNAME>J</NICKNAME>"), without);
    assertSame(without, VCardPhoto.without(without));
  }
}
