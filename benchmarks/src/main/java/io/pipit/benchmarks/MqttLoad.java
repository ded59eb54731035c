package io.pipit.benchmarks;

import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * As {@link PublishLoad} does, by MQTT 3.1.1: a topic for each publisher. With subscribers it
 * publishes at QoS 0 and a publish is outstanding until it has reached all of them; without, at QoS
 * 1 and until it is acknowledged.
 */
final class MqttLoad extends PublisherLoad {

  MqttLoad(ServerUnderTest server, String name, Shape shape) throws IOException {
    super(server, shape);
    boolean answered = shape.subscribers() == 0;
    for (int i = 0; i < shape.publishers(); i++) {
      String topic = name + "/" + i;
      MqttClient client = client(topic);
      Publisher publisher =
          publisher(client, MqttClient.publish(topic, answered ? 1 : 0, payload(shape.bytes())));
      if (!answered) {
        publisher.unanswered();
      }
      for (int j = 0; j < shape.subscribers(); j++) {
        subscriber(topic, j, publisher.numbers());
      }
      client.join(
          selector,
          (type, bytes, from, to) -> {
            if (type == MqttClient.PUBACK) {
              publisher.acknowledged();
            }
          });
    }
  }

  private MqttClient client(String id) throws IOException {
    return closed(new MqttClient(server(), readBuffer(), id));
  }

  private void subscriber(String topic, int index, LongConsumer numbers) throws IOException {
    MqttClient subscriber = client(topic + "-" + index);
    subscriber.subscribe(topic);
    subscriber.join(
        selector,
        (type, bytes, from, to) -> {
          if (type == MqttClient.PUBLISH) {
            numbers.accept(number(bytes, from, to));
          }
        });
  }
}
