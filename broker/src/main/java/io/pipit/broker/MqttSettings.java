package io.pipit.broker;

import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.MqttTls;
import io.pipit.broker.config.Configuration.RefusedPublish;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.mqtt.MqttOptions;
import io.pipit.broker.mqtt.SessionOptions;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.xmpp.BareJid;
import java.util.Optional;

/** The options of the MQTT door as a configuration gives them. */
final class MqttSettings {

  private MqttSettings() {}

  /**
   * @param limits of streams, which hold for this door too
   * @throws ConfigurationException when the authorities of clients cannot be used
   */
  static MqttOptions of(
      Configuration configuration, ServerCertificate certificate, StreamLimits limits)
      throws ConfigurationException {
    Configuration.Listeners listeners = configuration.listeners();
    Configuration.Mqtt mqtt = configuration.mqtt();
    return new MqttOptions(
        BareJid.of(configuration.domain()),
        address(listeners.mqtt()),
        address(listeners.mqtts()),
        address(listeners.mqttWebSocket()),
        listeners.mqttWebSocketTls() == MqttTls.REQUIRED,
        StreamSettings.keys(certificate),
        Certificates.clientAuthorities(configuration),
        configuration.hasGuests()
            ? Optional.of(BareJid.of("guest@" + configuration.domain()))
            : Optional.empty(),
        mqtt.maxPacketBytes(),
        mqtt.maxQos(),
        mqtt.receiveMaximum(),
        mqtt.topicAliases(),
        mqtt.maxKeepAlive(),
        limits);
  }

  /**
   * What sessions may hold, and how they answer.
   *
   * @param service whose nodes the topics are
   */
  static SessionOptions sessions(Configuration configuration, BareJid service) {
    Configuration.Mqtt mqtt = configuration.mqtt();
    return new SessionOptions(
        service,
        mqtt.inFlight(),
        mqtt.receiveMaximum(),
        mqtt.topicAliases(),
        mqtt.maxQos(),
        mqtt.queueItems(),
        mqtt.queueBytes(),
        mqtt.queueAge(),
        mqtt.maxExpiry(),
        mqtt.filtersPerSession(),
        mqtt.retainedOnSubscribe(),
        mqtt.refuse() == RefusedPublish.DISCONNECT,
        mqtt.presence());
  }

  private static MqttOptions.Address address(Configuration.Address address) {
    return new MqttOptions.Address(address.host(), address.port());
  }
}
