package io.pipit.pep.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The payloads of avatars: XEP-0084 4. */
class AvatarFormatTest {

  private static final String ID = "111f4b3c50d7b0df729d299bc6f8e9ef9066971f";
  private static final String INFO = "<info bytes='12345' id='" + ID + "' type='image/png'";

  private static Reading<AvatarMetadata> metadata(String content) {
    return AvatarMetadata.FORMAT.read(
        parse("<metadata xmlns='urn:xmpp:avatar:metadata'>" + content + "</metadata>"));
  }

  private static AvatarMetadata valid(String content) {
    return ((Reading.Valid<AvatarMetadata>) metadata(content)).value();
  }

  private static Reading<AvatarData> data(String content) {
    return AvatarData.FORMAT.read(
        parse("<data xmlns='urn:xmpp:avatar:data'>" + content + "</data>"));
  }

  private static Element parse(String xml) {
    return XmlDocument.parse(xml.getBytes(StandardCharsets.UTF_8));
  }

  // ---- refusals

  @Tag("PF-0084-metadata")
  @ParameterizedTest(name = "PF-0084-metadata {0}")
  @ValueSource(
      strings = {
        "<info/>",
        "<info id='1' type='image/png'/>",
        "<info bytes='' id='1' type='image/png'/>",
        "<info bytes='-1' id='1' type='image/png'/>",
        "<info bytes='1.5' id='1' type='image/png'/>",
        "<info bytes='4294967296' id='1' type='image/png'/>",
        "<info bytes='99999999999999999999999' id='1' type='image/png'/>",
        "<info bytes='1' type='image/png'/>",
        "<info bytes='1' id=' ' type='image/png'/>",
        "<info bytes='1' id='1'/>",
        "<info bytes='1' id='1' type='png'/>",
        "<info bytes='1' id='1' type='text/plain'/>",
        "<info bytes='1' id='1' type='image/'/>",
        "<info bytes='1' id='1' type='image/png' height='65536'/>",
        "<info bytes='1' id='1' type='image/png' height='tall'/>",
        "<info bytes='1' id='1' type='image/png' width='-1'/>",
        "<info bytes='1' id='1' type='image/png' width=''/>",
        "<info bytes='1' id='1' type='image/png' url=''/>",
        "<info bytes='1' id='1' type='image/png' url='xmpp:romeo@localhost'/>",
        "<info bytes='1' id='1' type='image/png' url='http://a b'/>",
        "<pointer><x xmlns='http://example.com/virtualworlds'/></pointer>",
        "<info bytes='1' id='1' type='image/png'/><info bytes='1' id='2'/>",
      })
  void metadataThatIsNoneIsInvalid(String content) {
    Reading.Invalid<?> invalid = assertInstanceOf(Reading.Invalid.class, metadata(content));
    assertFalse(invalid.problem().isEmpty());
  }

  @Tag("PF-0084-data")
  @ParameterizedTest(name = "PF-0084-data {0}")
  @ValueSource(
      strings = {"", " \n", "iVBORw0KGgo", "iVBO*w==", "iVBORw==iVBO", "====", "é===", "<a/>"})
  void dataThatIsNoBase64IsInvalid(String content) {
    assertInstanceOf(Reading.Invalid.class, data(content));
  }

  @Test
  void rootOfAnotherNameIsInvalid() {
    assertInstanceOf(
        Reading.Invalid.class, AvatarData.FORMAT.read(Element.of("data", "urn:other")));
    assertInstanceOf(
        Reading.Invalid.class,
        AvatarMetadata.FORMAT.read(Element.of("data", AvatarMetadata.NAMESPACE)));
  }

  @Test
  void imageHasBytes() {
    assertThrows(IllegalArgumentException.class, () -> new AvatarData(new byte[0]));
  }

  // ---- what works

  @Test
  @Tag("PF-0084-disable")
  void emptyMetadataAreNoAvatar() {
    assertEquals(AvatarMetadata.NONE, valid(""));
    assertEquals(AvatarMetadata.NONE, valid("<stop/>"), "deprecated, and known by nobody else");
    assertEquals(Optional.empty(), AvatarMetadata.NONE.atDataNode());
    assertEquals(
        "<metadata xmlns='urn:xmpp:avatar:metadata'/>",
        XmlWriter.text(AvatarMetadata.FORMAT.write(AvatarMetadata.NONE)));
  }

  @Test
  @Tag("PF-0084-metadata")
  void formatAtTheDataNodeIsTheOneWithoutUrl() {
    AvatarMetadata read =
        valid(
            "<info bytes='23456' height='64' id='357a8123a30844a3aa99861b6349264ba67a5694'"
                + " type='image/gif' url='http://avatars.example.org/happy.gif' width='64'/>"
                + INFO
                + " height='64' width='64' more='x'/><other xmlns='urn:other'/>"
                + "<pointer><x xmlns='http://example.com/virtualworlds'><game>A</game></x>"
                + "</pointer>");
    assertEquals(2, read.infos().size());
    assertEquals(
        new AvatarMetadata.Info(12345, ID, "image/png", 64, 64, null),
        read.atDataNode().orElseThrow());
    assertEquals("http://avatars.example.org/happy.gif", read.infos().get(0).url());
    assertEquals(1, read.pointers().size());
    assertEquals(
        new Reading.Valid<>(read), AvatarMetadata.FORMAT.read(AvatarMetadata.FORMAT.write(read)));
  }

  @Test
  @Tag("PF-0084-metadata")
  void largestNumbersAreRead() {
    AvatarMetadata.Info info =
        valid("<info bytes='4294967295' height='65535' id='1' type='video/mp4'/>").infos().get(0);
    assertEquals(4_294_967_295L, info.bytes());
    assertEquals(65_535, info.height());
  }

  @Tag("PF-0084-data")
  @ParameterizedTest(name = "PF-0084-data {index}")
  @ValueSource(strings = {"YWJj", " YW\nJj\r\n", "\tYWJj "})
  void imageIsKnownByItsHash(String content) {
    AvatarData image = ((Reading.Valid<AvatarData>) data(content)).value();
    assertEquals(new AvatarData(new byte[] {'a', 'b', 'c'}), image);
    assertEquals(3, image.bytes());
    assertEquals("a9993e364706816aba3e25717850c26c9cd0d89d", image.id());
    assertEquals(
        new Reading.Valid<>(image), AvatarData.FORMAT.read(AvatarData.FORMAT.write(image)));
    assertEquals(
        List.of(new AvatarMetadata.Info(3, image.id(), "image/png", null, null, null)),
        AvatarMetadata.of(image, "image/png").infos());
  }
}
