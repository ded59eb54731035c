package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of somebody's avatar (XEP-0084 4.2). Any thread.
 *
 * @param infos the image in its formats, none for no avatar
 * @param pointers where services of third parties show another one, as they are
 */
public record AvatarMetadata(List<Info> infos, List<Element> pointers) {

  public static final String NAMESPACE = "urn:xmpp:avatar:metadata";

  /** Nobody is to see an avatar (3.5). */
  public static final AvatarMetadata NONE = new AvatarMetadata(List.of(), List.of());

  public static final PayloadFormat<AvatarMetadata> FORMAT =
      new RecordFormat<>("metadata", NAMESPACE, AvatarMetadata::read, AvatarMetadata::write);

  private static final long MOST_BYTES = 0xFFFF_FFFFL;
  private static final int MOST_PIXELS = 0xFFFF;

  private static final Pattern NUMBER = Pattern.compile("0{0,20}[0-9]{1,10}");

  /** An IANA media type of a picture that stands or moves. */
  private static final Pattern TYPE =
      Pattern.compile("(?:image|video)/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}", Pattern.CASE_INSENSITIVE);

  private static final Pattern URL =
      Pattern.compile("https?://[^\\s<>\"]+", Pattern.CASE_INSENSITIVE);

  public AvatarMetadata {
    infos = List.copyOf(infos);
    pointers = List.copyOf(pointers);
  }

  /**
   * One format of the image.
   *
   * @param bytes its size
   * @param id the SHA-1 hash of its bytes
   * @param type its media type
   * @param height in pixels, null when it is not said
   * @param width in pixels, null when it is not said
   * @param url where it is to be had; null for the item of that id at the data node
   */
  public record Info(
      long bytes,
      String id,
      String type,
      @Nullable Integer height,
      @Nullable Integer width,
      @Nullable String url) {}

  /** The metadata of one image at the data node. */
  public static AvatarMetadata of(AvatarData data, String type) {
    return new AvatarMetadata(
        List.of(new Info(data.bytes(), data.id(), type, null, null, null)), List.of());
  }

  /** The format that is at the data node, not at some URL. */
  public Optional<Info> atDataNode() {
    return infos.stream().filter(info -> info.url() == null).findFirst();
  }

  private static Reading<AvatarMetadata> read(Element metadata) {
    List<Info> infos = new ArrayList<>();
    List<Element> pointers = new ArrayList<>();
    for (Element child : metadata.elements()) {
      if (child.is("info", NAMESPACE)) {
        Reading<Info> info = info(child);
        if (info instanceof Reading.Invalid<Info> invalid) {
          return new Reading.Invalid<>(invalid.problem());
        } else if (info instanceof Reading.Valid<Info> valid) {
          infos.add(valid.value());
        }
      } else if (child.is("pointer", NAMESPACE)) {
        pointers.add(child);
      }
    }
    return infos.isEmpty() && !pointers.isEmpty()
        ? new Reading.Invalid<>("<metadata/>: a <pointer/> without any <info/>")
        : new Reading.Valid<>(new AvatarMetadata(infos, pointers));
  }

  private static Reading<Info> info(Element info) {
    Optional<Long> bytes = number(info, "bytes", MOST_BYTES);
    if (bytes.isEmpty()) {
      return invalid("bytes");
    }
    String id = info.attribute("id", "");
    if (id.isBlank()) {
      return invalid("id");
    }
    String type = info.attribute("type", "");
    if (!TYPE.matcher(type).matches()) {
      return invalid("type");
    }
    String url = info.attribute("url").orElse(null);
    if (url != null && !URL.matcher(url).matches()) {
      return invalid("url");
    }
    for (String length : List.of("height", "width")) {
      if (info.attribute(length).isPresent() && number(info, length, MOST_PIXELS).isEmpty()) {
        return invalid(length);
      }
    }
    return new Reading.Valid<>(
        new Info(bytes.get(), id, type, pixels(info, "height"), pixels(info, "width"), url));
  }

  private static Reading<Info> invalid(String attribute) {
    return new Reading.Invalid<>("<info/>: " + attribute + " is missing or not what it has to be");
  }

  private static @Nullable Integer pixels(Element info, String attribute) {
    return number(info, attribute, MOST_PIXELS).map(Long::intValue).orElse(null);
  }

  private static Optional<Long> number(Element info, String attribute, long most) {
    return info.attribute(attribute)
        .filter(digits -> NUMBER.matcher(digits).matches())
        .map(Long::valueOf)
        .filter(number -> number <= most);
  }

  private Element write() {
    Element.Builder metadata = Element.builder("metadata", NAMESPACE);
    for (Info info : infos) {
      metadata.child(
          Element.builder("info", NAMESPACE)
              .attribute("bytes", Long.toString(info.bytes()))
              .attribute("height", Optional.ofNullable(info.height()).map(Object::toString))
              .attribute("id", info.id())
              .attribute("type", info.type())
              .attribute("url", Optional.ofNullable(info.url()))
              .attribute("width", Optional.ofNullable(info.width()).map(Object::toString))
              .build());
    }
    return metadata.children(pointers).build();
  }
}
