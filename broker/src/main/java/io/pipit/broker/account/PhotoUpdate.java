package io.pipit.broker.account;

import io.pipit.xmpp.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account says of its avatar in its presence (XEP-0153 3.1, XEP-0398 5). Any thread.
 *
 * @param element to all who get it; null when it says nothing
 * @param toReaders the same to who may read the avatar, whoever else may
 */
public record PhotoUpdate(@Nullable Element element, @Nullable Element toReaders) {

  public static final String NAMESPACE = "vcard-temp:x:update";

  /** It never had an avatar, or has none that could be shown. */
  public static final PhotoUpdate SILENT = new PhotoUpdate(null, null);

  /**
   * What it says from now on. What was said of an image is taken back when there is nothing to say.
   *
   * @param hash of the image for all; the empty text when none is shown
   * @param toReaders the same for who may read the avatar
   */
  public PhotoUpdate next(Optional<String> hash, Optional<String> toReaders) {
    return new PhotoUpdate(next(element, hash), next(this.toReaders, toReaders));
  }

  private static @Nullable Element next(@Nullable Element said, Optional<String> hash) {
    return hash.isEmpty() && said == null
        ? null
        : Element.of(
            "x", NAMESPACE, Element.builder("photo", NAMESPACE).text(hash.orElse("")).build());
  }
}
