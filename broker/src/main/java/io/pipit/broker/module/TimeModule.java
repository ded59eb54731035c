package io.pipit.broker.module;

import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** Tells the server's time and the offset of its time zone (XEP-0202). */
public final class TimeModule implements XmppModule {

  static final String NAMESPACE = "urn:xmpp:time";

  /** The formats of XEP-0082. */
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx");

  private static final DateTimeFormatter UTC = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

  private final Clock clock;

  /**
   * @param clock in the time zone that is told
   */
  public TimeModule(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<ServerHandler> serverHandlers() {
    return List.of(new ServerHandler(Iq.Type.GET, "time", NAMESPACE, this::get));
  }

  private void get(IqRequest request) {
    OffsetDateTime now = OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
    request.succeed(
        Element.builder("time", NAMESPACE)
            .textElement("tzo", NAMESPACE, OFFSET.format(now))
            .textElement("utc", NAMESPACE, UTC.format(now.withOffsetSameInstant(ZoneOffset.UTC)))
            .build());
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(NAMESPACE);
  }
}
