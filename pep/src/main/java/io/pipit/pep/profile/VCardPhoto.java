package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The photo of a vCard that holds its image itself (XEP-0054 DTD, XEP-0153 4.5). Any thread.
 *
 * @param type media type of the image, in small letters
 */
public record VCardPhoto(String type, AvatarData image) {

  /** The namespace of the vCard. */
  public static final String NAMESPACE = "vcard-temp";

  private static final String PHOTO = "PHOTO";

  /** Where the photo was among others. */
  private static final Element PLACE = Element.of(PHOTO, NAMESPACE);

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

  /** Reads the photo of a vCard: of several the first that holds its image. */
  public static Said read(Element vCard) {
    Said said = new Said.Nothing();
    for (Node child : vCard.children()) {
      Said of = said(child);
      if (of instanceof Said.Photo) {
        return of;
      }
      said = of instanceof Said.Other ? of : said;
    }
    return said;
  }

  private static Said said(Node child) {
    if (!isPhoto(child)) {
      return new Said.Nothing();
    }
    Element photo = (Element) child;
    String binval = text(photo, "BINVAL");
    if (binval.isEmpty()) {
      return text(photo, "EXTVAL").isEmpty() ? new Said.Nothing() : new Said.Other();
    }
    String type = text(photo, "TYPE").toLowerCase(Locale.ROOT);
    return AvatarData.ofBase64(binval)
        .filter(image -> TYPE.matcher(type).matches())
        .<Said>map(image -> new Said.Photo(new VCardPhoto(type, image)))
        .orElseGet(Said.Other::new);
  }

  private static boolean isImage(Node child) {
    return said(child) instanceof Said.Photo;
  }

  private static boolean isPhoto(Node child) {
    return child instanceof Element element && element.is(PHOTO, NAMESPACE);
  }

  private static String text(Element photo, String child) {
    return photo.child(child, NAMESPACE).map(Element::text).orElse("").strip();
  }

  /** A vCard without photos that say nothing: an empty one means something where it is kept. */
  public static Element withoutEmpty(Element vCard) {
    List<Node> rest = vCard.children().stream().filter(child -> !PLACE.equals(child)).toList();
    return rest.size() == vCard.children().size() ? vCard : vCard.withChildren(rest);
  }

  /**
   * A vCard without the photo that was {@link #read}. Where there are others an empty one keeps its
   * place.
   */
  public static Element without(Element vCard) {
    int at = first(vCard, VCardPhoto::isImage);
    if (at < 0) {
      return vCard;
    }
    boolean isOne = vCard.children().stream().filter(VCardPhoto::isPhoto).count() == 1;
    return isOne ? without(vCard, at) : with(vCard, at, PLACE);
  }

  /** A vCard without the place of a photo that is not to be shown. */
  public static Element withoutPlace(Element vCard) {
    boolean isOne = vCard.children().stream().filter(VCardPhoto::isPhoto).count() == 1;
    int at = isOne ? -1 : first(vCard, PLACE::equals);
    return at < 0 ? vCard : without(vCard, at);
  }

  /** A vCard for who may not see the photo, be it elsewhere or here. */
  public static Element hidden(Element vCard) {
    return withoutPlace(first(vCard, PLACE::equals) < 0 ? without(vCard) : vCard);
  }

  /**
   * A vCard with this photo: in the place that was kept for it, else in that of the first image or
   * the first photo, else at the end.
   */
  public Element in(Element vCard) {
    Element photo =
        Element.builder(PHOTO, NAMESPACE)
            .textElement("TYPE", NAMESPACE, type)
            .textElement("BINVAL", NAMESPACE, image.base64())
            .build();
    int at =
        Stream.<Predicate<Node>>of(PLACE::equals, VCardPhoto::isImage, VCardPhoto::isPhoto)
            .mapToInt(wanted -> first(vCard, wanted))
            .filter(found -> found >= 0)
            .findFirst()
            .orElse(-1);
    return at < 0 ? vCard.toBuilder().child(photo).build() : with(vCard, at, photo);
  }

  private static int first(Element vCard, Predicate<Node> wanted) {
    List<Node> children = vCard.children();
    for (int i = 0; i < children.size(); i++) {
      if (wanted.test(children.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static Element with(Element vCard, int at, Node child) {
    List<Node> children = new ArrayList<>(vCard.children());
    children.set(at, child);
    return vCard.withChildren(children);
  }

  private static Element without(Element vCard, int at) {
    List<Node> children = new ArrayList<>(vCard.children());
    children.remove(at);
    return vCard.withChildren(children);
  }
}
