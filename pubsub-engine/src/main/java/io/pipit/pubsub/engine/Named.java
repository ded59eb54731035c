package io.pipit.pubsub.engine;

import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Subscription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subscription that a request means when it names an address and perhaps a subid: the id may be
 * left out as long as the address has one only (XEP-0060 6.2.3.1, 6.2.3.5).
 *
 * @param held what the address has
 */
record Named(List<Subscription> held, @Nullable String subid) {

  /**
   * Why none is meant, empty when one is.
   *
   * @param ifNone the error for an address that has none
   */
  Optional<PubsubError> refusal(PubsubError ifNone) {
    if (held.isEmpty()) {
      return Optional.of(ifNone);
    }
    if (subid == null) {
      return held.size() == 1 ? Optional.empty() : Optional.of(PubsubError.SUBID_REQUIRED);
    }
    return find().isPresent() ? Optional.empty() : Optional.of(PubsubError.INVALID_SUBID);
  }

  /** The one that is meant, when nothing is refused. */
  Subscription subscription() {
    return subid == null ? held.get(0) : find().orElseThrow();
  }

  private Optional<Subscription> find() {
    return held.stream().filter(each -> each.subid().equals(subid)).findFirst();
  }
}
