package io.pipit.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * As {@link PublishLoad} does, by MQTT 3.1.1: a topic for each publisher, and subscribers that
 * acknowledge what they get at QoS 1. A publish at QoS 0 is outstanding until it has reached all of
 * them, at QoS 1 until it is acknowledged too. At QoS 0 without subscribers one client more has
 * them all, since nothing else tells that the server is done.
 */
final class MqttLoad extends PublisherLoad {

  private final InetSocketAddress address;
  private final int qos;

  /**
   * @param name begins the names of the topics
   * @param qos 0 or 1, of publishers and subscribers
   */
  MqttLoad(ServerUnderTest server, String name, Shape shape, int qos) throws IOException {
    super(server, shape);
    this.address = server.mqttAddress();
    this.qos = qos;
    List<LongConsumer> numbers = new ArrayList<>();
    for (int i = 0; i < shape.publishers(); i++) {
      Publisher publisher = publisher(name + "/" + i, i);
      if (qos == 0 && shape.subscribers() == 0) {
        numbers.add(publisher.numbers());
      }
    }
    if (!numbers.isEmpty()) {
      collector(name, numbers);
    }
  }

  private Publisher publisher(String topic, int index) throws IOException {
    MqttClient client = client(topic, index);
    Publisher publisher =
        publisher(client, MqttClient.publish(topic, qos, jsonPayload(shape.bytes())));
    if (qos == 0) {
      publisher.unanswered();
    }
    for (int i = 0; i < shape.subscribers(); i++) {
      int account = shape.publishers() + index * shape.subscribers() + i;
      subscriber(topic, topic + "-" + i, account, publisher.numbers());
    }
    client.join(
        selector,
        (type, bytes, from, to) -> {
          if (type == MqttClient.PUBACK) {
            publisher.acknowledged(MqttClient.acknowledged(bytes, from));
          }
        });
    return publisher;
  }

  /**
   * Of the first publisher's account.
   *
   * @param numbers of each topic
   */
  private void collector(String name, List<LongConsumer> numbers) throws IOException {
    MqttClient collector = client(name + "-all", 0);
    collector.subscribe(name + "/+", qos);
    collector.join(
        selector,
        (type, bytes, from, to) -> {
          if (type == MqttClient.PUBLISH) {
            numbers.get(MqttClient.lastLevel(bytes, from)).accept(jsonNumber(bytes, from, to));
          }
        });
  }

  private MqttClient client(String id, int account) throws IOException {
    return closed(new MqttClient(address, readBuffer(), id, "u" + account));
  }

  private void subscriber(String topic, String id, int account, LongConsumer numbers)
      throws IOException {
    MqttClient subscriber = client(id, account);
    subscriber.subscribe(topic, qos);
    subscriber.join(
        selector,
        (type, bytes, from, to) -> {
          if (type == MqttClient.PUBLISH) {
            acknowledge(subscriber, bytes, from);
            numbers.accept(jsonNumber(bytes, from, to));
          }
        });
  }

  private void acknowledge(MqttClient subscriber, byte[] publish, int from) {
    if (MqttClient.qos(publish, from) != qos) {
      throw new IllegalStateException("a message of another QoS came");
    }
    if (qos == 1) {
      send(subscriber, MqttClient.acknowledgement(publish, from));
    }
  }
}
