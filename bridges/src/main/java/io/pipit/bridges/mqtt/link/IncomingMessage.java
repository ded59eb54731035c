package io.pipit.bridges.mqtt.link;

/**
 * A message of the broker.
 *
 * @param id of this connection only, 0 at QoS 0
 * @param payload shared, must not be changed
 * @param retained whether it is retained by the broker (MQTT 5: was published so)
 * @param duplicate whether it may have been sent before
 */
public record IncomingMessage(
    int id,
    String topic,
    byte[] payload,
    int qos,
    boolean retained,
    boolean duplicate,
    MessageProperties properties) {}
