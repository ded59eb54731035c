package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The photo of a vCard that holds its image itself (XEP-0054 DTD, XEP-0153 4.5). Any thread.
 *
 * @param type media type of the image, in small letters
 */
public record VCardPhoto(String type, AvatarData image) {

  /** The namespace of the vCard. */
  public static final String NAMESPACE = "vcard-temp";

  private static final String PHOTO = "PHOTO";

  private static final Pattern TYPE = Pattern.compile("image/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

  /** What a vCard says of its owner's photo. */
  public sealed interface Said {

    /** This is the photo. */
    record Photo(VCardPhoto photo) implements Said {}

    /** There is none. */
    record Nothing() implements Said {}

    /** There is one that is elsewhere, or cannot be read. */
    record Other() implements Said {}
  }

  /** Reads the photo of a vCard. */
  public static Said read(Element vCard) {
    Optional<Element> photo = vCard.child(PHOTO, NAMESPACE);
    if (photo.isEmpty()) {
      return new Said.Nothing();
    }
    String binval = text(photo.get(), "BINVAL");
    if (binval.isEmpty()) {
      return text(photo.get(), "EXTVAL").isEmpty() ? new Said.Nothing() : new Said.Other();
    }
    String type = text(photo.get(), "TYPE").toLowerCase(Locale.ROOT);
    return AvatarData.ofBase64(binval)
        .filter(image -> TYPE.matcher(type).matches())
        .<Said>map(image -> new Said.Photo(new VCardPhoto(type, image)))
        .orElseGet(Said.Other::new);
  }

  private static String text(Element photo, String child) {
    return photo.child(child, NAMESPACE).map(Element::text).orElse("").strip();
  }

  /** A vCard without any photo. */
  public static Element without(Element vCard) {
    List<Node> kept =
        vCard.children().stream()
            .filter(child -> !(child instanceof Element element && element.is(PHOTO, NAMESPACE)))
            .toList();
    return kept.size() == vCard.children().size() ? vCard : vCard.withChildren(kept);
  }

  /** A vCard with this photo and no other. */
  public Element in(Element vCard) {
    return without(vCard).toBuilder()
        .child(
            Element.builder(PHOTO, NAMESPACE)
                .textElement("TYPE", NAMESPACE, type)
                .textElement("BINVAL", NAMESPACE, image.base64())
                .build())
        .build();
  }
}
