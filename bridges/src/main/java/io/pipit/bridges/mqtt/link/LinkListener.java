package io.pipit.bridges.mqtt.link;

/** Who has a link. Called on the context of the link unless it says otherwise. */
public interface LinkListener {

  /** The broker has taken the connection. Nothing else is told before. */
  void connected(LinkUp up);

  /** A message has come. Its owner says {@link MqttLink#acknowledge} for it, whatever its QoS. */
  void message(IncomingMessage message);

  /** The broker will not send that message of QoS 2 again (PUBREL). May be told again. */
  void released(int id);

  /** The broker has that message of QoS 2 (PUBREC), and waits for {@link MqttLink#release}. */
  void received(int id);

  /** A message of a former link that was released has ended (PUBCOMP). */
  void completed(int id);

  /** A message of QoS 0 was dropped since too many wait. Called by any thread. */
  void overflow();

  /** The link has ended, or has not come up. Once, and the last. */
  void closed(LinkFailure failure);
}
