package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.DoorStream;
import io.pipit.broker.stream.StreamListener;
import io.pipit.xmpp.Show;
import io.pipit.xmpp.StreamError;
import java.time.Instant;
import java.util.Optional;

/** A client of MQTT as a resource of its account. Confined to its loop. */
final class MqttStream extends DoorStream {

  private final MqttClient client;

  MqttStream(MqttClient client, StreamListener router, Instant acceptedAt) {
    super(client.jid(), client.loop(), router, acceptedAt);
    this.client = client;
  }

  /** Says that it is there, once it is bound. */
  void available() {
    bound();
    available(Show.ONLINE);
  }

  @Override
  public void close(StreamError error) {
    int reason =
        switch (error.condition()) {
          case CONFLICT -> ReasonCode.SESSION_TAKEN_OVER;
          case SYSTEM_SHUTDOWN -> ReasonCode.SERVER_SHUTTING_DOWN;
          case NOT_AUTHORIZED -> ReasonCode.NOT_AUTHORIZED;
          default -> ReasonCode.ADMINISTRATIVE_ACTION;
        };
    client.close(reason, "the session of the account was ended");
  }

  @Override
  public String remoteAddress() {
    return client.remoteAddress();
  }

  @Override
  public Optional<String> tlsVersion() {
    return client.tlsVersion();
  }
}
