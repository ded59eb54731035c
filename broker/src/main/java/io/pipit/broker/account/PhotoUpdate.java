package io.pipit.broker.account;

import io.pipit.xmpp.Element;
import org.jspecify.annotations.Nullable;

/**
 * What an account says of its avatar in its presence (XEP-0153 3.1, XEP-0398 5). Any thread.
 *
 * @param element null when it says nothing
 */
public record PhotoUpdate(@Nullable Element element) {

  public static final String NAMESPACE = "vcard-temp:x:update";

  /** It never had an avatar, or has none that could be shown. */
  public static final PhotoUpdate SILENT = new PhotoUpdate(null);

  /** It shows no avatar any more. */
  public static final PhotoUpdate NO_PHOTO = of("");

  /**
   * The image of its avatar is another from now on.
   *
   * @param hash of the image
   */
  public static PhotoUpdate of(String hash) {
    return new PhotoUpdate(
        Element.of("x", NAMESPACE, Element.builder("photo", NAMESPACE).text(hash).build()));
  }
}
