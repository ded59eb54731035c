package io.pipit.pep.caps;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the capabilities of one connected resource, from what it announces and answers.
 * Confined to its owner.
 *
 * <pre>
 * nothing announced -> announced and known (from the cache)
 *                   -> announced and asked -> known, or rejected until something else is announced
 * </pre>
 *
 * <p>While a new announcement is not known yet, the interests of the one before stand.
 *
 * <p><b>Bound.</b> One question at a time, and {@value #QUESTIONS} in a minute: a resource that
 * announces something new with each presence is asked when it does so again later. It has new
 * interests {@value #CHANGES} times in a minute before what it is told because of them waits.
 */
public final class ResourceCapabilities {

  static final int QUESTIONS = 10;
  static final int CHANGES = 20;

  private static final Duration PERIOD = Duration.ofMinutes(1);

  private @Nullable AnnouncedCapabilities announced;
  private @Nullable String asked;
  private boolean settled;
  private Set<String> interests = Set.of();
  private Set<String> told = Set.of();
  private Instant periodBegan = Instant.MIN;
  private int questions;
  private Instant changesBegan = Instant.MIN;
  private int changes;

  /**
   * Takes note of an available presence that is for all. One that announces nothing changes nothing
   * (XEP-0390 6.2).
   *
   * @param id for a question
   * @return the node that the resource is to be asked about under that id; empty when there is
   *     nothing to ask
   */
  public Optional<String> available(
      Element presence, CapabilitiesCache cache, String id, Instant now) {
    AnnouncedCapabilities current = AnnouncedCapabilities.of(presence).orElse(announced);
    if (current == null || (current.equals(announced) && (settled || asked != null))) {
      return Optional.empty();
    }
    announced = current;
    asked = null;
    Optional<Capabilities> known = cache.find(current);
    settled = known.isPresent();
    if (known.isPresent()) {
      interests = known.get().interests();
      return Optional.empty();
    }
    if (!mayAsk(now)) {
      return Optional.empty();
    }
    asked = id;
    return Optional.of(current.queryNode());
  }

  private boolean mayAsk(Instant now) {
    if (periodBegan.equals(Instant.MIN) || !now.isBefore(periodBegan.plus(PERIOD))) {
      periodBegan = now;
      questions = 0;
    }
    return ++questions <= QUESTIONS;
  }

  /**
   * Takes note of the answer to a question; one that was not asked, or not any more, is ignored.
   *
   * @param payload of the answer; null for an error or none
   * @param language inherited from the stanza; empty for none
   * @return whether it was asked
   */
  public boolean answered(
      String id, @Nullable Element payload, String language, CapabilitiesCache cache) {
    AnnouncedCapabilities about = announced;
    if (about == null || !id.equals(asked)) {
      return false;
    }
    asked = null;
    settled = true;
    interests =
        payload != null && payload.is("query", Ns.DISCO_INFO)
            ? judged(about, payload, language, cache)
            : Set.of();
    return true;
  }

  /** What cannot be verified counts for the resource that says it of itself (XEP-0115 5.4). */
  private static Set<String> judged(
      AnnouncedCapabilities about, Element info, String language, CapabilitiesCache cache) {
    if (about.key().isEmpty()) {
      return Capabilities.of(info).map(Capabilities::interests).orElse(Set.of());
    }
    Optional<Capabilities> verified = about.verified(info, language);
    verified.ifPresent(capabilities -> cache.keep(about, capabilities));
    return verified.map(Capabilities::interests).orElse(Set.of());
  }

  /** Forgets everything: the resource is unavailable. */
  public void unavailable() {
    announced = null;
    asked = null;
    settled = false;
    interests = Set.of();
    told = Set.of();
    changes = 0;
    changesBegan = Instant.MIN;
  }

  /**
   * How long the newest items have to wait that follow from the new interests which it has now: not
   * at all, or to the end of the minute when there were {@value #CHANGES} such changes in it.
   */
  public Duration untilTold(Instant now) {
    if (changesBegan.equals(Instant.MIN) || !now.isBefore(changesBegan.plus(PERIOD))) {
      changesBegan = now;
      changes = 0;
    }
    return ++changes <= CHANGES ? Duration.ZERO : Duration.between(now, changesBegan.plus(PERIOD));
  }

  /** The nodes whose events the resource wants. */
  public Set<String> interests() {
    return interests;
  }

  /**
   * The interests that came since this was called last: what they stand for has the newest items to
   * be told, once. One that went and came again is new, as items may have come between.
   */
  public Set<String> takeNewInterests() {
    if (interests.equals(told)) {
      return Set.of();
    }
    Set<String> added = new HashSet<>(interests);
    added.removeAll(told);
    told = interests;
    return added;
  }
}
