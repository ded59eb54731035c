package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The image of an avatar (XEP-0084 4.1). Any thread. */
public final class AvatarData {

  public static final String NAMESPACE = "urn:xmpp:avatar:data";

  public static final PayloadFormat<AvatarData> FORMAT =
      new RecordFormat<>("data", NAMESPACE, AvatarData::read, AvatarData::write);

  private final byte[] image;

  /**
   * @param image its bytes, not none
   */
  public AvatarData(byte[] image) {
    if (image.length == 0) {
      throw new IllegalArgumentException("an image without bytes");
    }
    this.image = image.clone();
  }

  /** The image that base64 stands for (RFC 4648 4); white space in it means nothing. */
  static Optional<AvatarData> ofBase64(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
        digits.append(c);
      }
    }
    // A last group of less than four characters is what a cut text looks like.
    if (digits.length() == 0 || digits.length() % 4 != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AvatarData(Base64.getDecoder().decode(digits.toString())));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Reading<AvatarData> read(Element data) {
    return ofBase64(data.text())
        .<Reading<AvatarData>>map(Reading.Valid::new)
        .orElseGet(() -> new Reading.Invalid<>("<data/> holds no base64 of an image"));
  }

  private Element write() {
    return Element.builder("data", NAMESPACE).text(base64()).build();
  }

  String base64() {
    return Base64.getEncoder().encodeToString(image);
  }

  /** How large the image is. */
  public int bytes() {
    return image.length;
  }

  /** What the image is known by: its SHA-1 hash in small hexadecimal digits (3.1). */
  public String id() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(image));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AvatarData that && Arrays.equals(image, that.image);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(image);
  }

  @Override
  public String toString() {
    return "image (" + image.length + " bytes)";
  }
}
