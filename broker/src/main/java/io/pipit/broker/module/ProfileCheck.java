package io.pipit.broker.module;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.pipit.broker.config.Configuration.Validation;
import io.pipit.pep.profile.PayloadFormat;
import io.pipit.pep.profile.PayloadFormats;
import io.pipit.pep.profile.Reading;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether payloads of extended presence are what their specifications say, at whatever node they
 * are published. Those of which no format is known are not looked at, and none is ever changed. Any
 * thread.
 */
public final class ProfileCheck implements PayloadCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ProfileCheck.class);

  private static final long PAUSE_MILLIS = 60_000;

  private final boolean refuses;
  private final Clock clock;
  private final Runnable invalid;

  /** When the next warning about payloads of each format may be written; bounded by the formats. */
  private final Map<PayloadFormat<?>, AtomicLong> nextWarning =
      PayloadFormats.all().stream()
          .collect(
              toUnmodifiableMap(Function.identity(), format -> new AtomicLong(Long.MIN_VALUE)));

  private ProfileCheck(boolean refuses, Clock clock, Runnable invalid) {
    this.refuses = refuses;
    this.clock = clock;
    this.invalid = invalid;
  }

  /**
   * The check that the operator wants.
   *
   * @param invalid told of each payload that is not what it should be
   */
  public static PayloadCheck of(Validation validation, Clock clock, Runnable invalid) {
    return validation == Validation.OFF
        ? PayloadCheck.NONE
        : new ProfileCheck(validation == Validation.REJECT, clock, invalid);
  }

  @Override
  public Optional<String> problem(BareJid service, String node, SerializedXml payload) {
    PayloadFormat<?> format = PayloadFormats.of(payload.name(), payload.namespace()).orElse(null);
    if (format == null
        || !(format.read(XmlDocument.parse(payload.bytes()))
            instanceof Reading.Invalid<?> reading)) {
      return Optional.empty();
    }
    invalid.run();
    if (refuses) {
      return Optional.of(reading.problem());
    }
    warn(format, service, node, reading.problem());
    return Optional.empty();
  }

  /** Once a minute for each format, so that nobody fills the log by publishing. */
  private void warn(PayloadFormat<?> format, BareJid service, String node, String problem) {
    AtomicLong next = Objects.requireNonNull(nextWarning.get(format));
    long now = clock.millis();
    long due = next.get();
    if (now >= due && next.compareAndSet(due, now + PAUSE_MILLIS)) {
      LOG.atWarn()
          .addKeyValue("event", "pep.payload")
          .addKeyValue("jid", service)
          .addKeyValue("node", node)
          .addKeyValue("reason", problem)
          .log("a payload is not what its specification says; it was taken all the same");
    }
  }
}
