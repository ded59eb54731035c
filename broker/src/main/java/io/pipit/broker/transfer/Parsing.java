package io.pipit.broker.transfer;

import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.Subscription;
import io.pipit.broker.account.SubscriptionRequest;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DateTime;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts of which entries are made. Any thread. */
final class Parsing {

  private Parsing() {}

  static Jid jid(String text) throws BadEntryException {
    return Jid.parse(text).orElseThrow(() -> new BadEntryException("'" + text + "' is no JID"));
  }

  static BareJid bareJid(String text) throws BadEntryException {
    if (jid(text) instanceof BareJid bare) {
      return bare;
    }
    throw new BadEntryException("'" + text + "' is no bare JID");
  }

  static Instant time(String text) throws BadEntryException {
    return DateTime.parse(text)
        .map(at -> at.truncatedTo(ChronoUnit.MILLIS))
        .orElseThrow(() -> new BadEntryException("'" + text + "' is no time (XEP-0082)"));
  }

  /**
   * @param sequence null when it is not known, as it may be of items
   * @param first null for that number
   */
  static Entry.Place place(
      @Nullable String sequence, @Nullable String first, boolean isItem, boolean isRemembered)
      throws BadEntryException {
    if (sequence == null && isItem) {
      return Entry.Place.LAST;
    }
    long number = sequence(required(sequence, "sequence"));
    long firstNumber = first == null ? number : sequence(first);
    if (firstNumber > number) {
      throw new BadEntryException("its first is behind its sequence");
    }
    return new Entry.Place(number, firstNumber, isItem, isRemembered);
  }

  private static long sequence(String text) throws BadEntryException {
    if (!text.matches("[1-9][0-9]{0,13}")) {
      throw new BadEntryException("'" + text + "' is no sequence number");
    }
    return Long.parseLong(text);
  }

  static Affiliation affiliation(String text) throws BadEntryException {
    return Affiliation.ofWire(text)
        .orElseThrow(() -> new BadEntryException("'" + text + "' is no affiliation"));
  }

  static SubscriptionState subscriptionState(String text) throws BadEntryException {
    return SubscriptionState.ofWire(text)
        .filter(state -> state != SubscriptionState.NONE)
        .orElseThrow(() -> new BadEntryException("'" + text + "' is no state of a subscription"));
  }

  static SubscriptionOptions options(Map<String, List<String>> fields, ServiceLimits limits)
      throws BadEntryException {
    Submission<SubscriptionOptions> read = SubscriptionOptions.INITIAL.submit(fields, limits);
    if (read instanceof Submission.Refused<SubscriptionOptions> refused) {
      throw new BadEntryException("an option cannot be so: " + refused.detail());
    }
    return ((Submission.Accepted<SubscriptionOptions>) read).values();
  }

  static RosterItem contact(
      BareJid contact,
      String name,
      List<String> groups,
      String subscription,
      boolean ask,
      boolean approved)
      throws BadEntryException {
    Subscription known =
        Arrays.stream(Subscription.values())
            .filter(each -> each.wire().equals(subscription))
            .findFirst()
            .orElseThrow(
                () -> new BadEntryException("'" + subscription + "' is no presence subscription"));
    return new RosterItem(contact, name, groups, known, ask, approved, 0);
  }

  static SubscriptionRequest request(Element presence, BareJid account) throws BadEntryException {
    BareJid contact = jid(presence.attribute("from", "")).bare();
    return SubscriptionRequest.of(
        contact, new Presence(presence, Presence.Type.SUBSCRIBE, contact, account));
  }

  /** The hash of a mechanism that accounts can have keys for; empty for others. */
  static Optional<ScramHash> hash(String mechanism) {
    return Stream.of(ScramHash.values())
        .filter(hash -> mechanism.equals("SCRAM-" + hash.digest()))
        .findFirst();
  }

  static ScramKeys keys(
      ScramHash hash, String iterations, String salt, String storedKey, String serverKey)
      throws BadEntryException {
    if (!iterations.matches("[1-9][0-9]{0,8}")) {
      throw new BadEntryException("'" + iterations + "' is no number of iterations");
    }
    byte[] stored = base64(storedKey);
    byte[] server = base64(serverKey);
    if (stored.length != hash.bytes() || server.length != hash.bytes()) {
      throw new BadEntryException("the keys are not of SCRAM-" + hash.digest());
    }
    try {
      return new ScramKeys(base64(salt), Integer.parseInt(iterations), stored, server);
    } catch (IllegalArgumentException e) {
      throw new BadEntryException(
          "keys of SCRAM-" + hash.digest() + " with " + e.getMessage() + " are not taken");
    }
  }

  private static byte[] base64(String text) throws BadEntryException {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new BadEntryException("a salt or key is no base64");
    }
  }

  static String required(@Nullable String text, String what) throws BadEntryException {
    if (text == null || text.isEmpty()) {
      throw new BadEntryException("it has no " + what);
    }
    return text;
  }
}
