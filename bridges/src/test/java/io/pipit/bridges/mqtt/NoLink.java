package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.LinkFilter;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.OutgoingMessage;
import io.pipit.bridges.mqtt.link.PublishAnswer;
import io.pipit.bridges.mqtt.link.SubscribeAnswer;
import io.vertx.core.Future;
import java.util.List;

/** A link on which nothing is sent. */
final class NoLink implements MqttLink {
  @Override
  public void connect() {}

  @Override
  public Future<List<SubscribeAnswer>> subscribe(List<LinkFilter> filters) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> unsubscribe(List<String> filters) {
    return Future.succeededFuture();
  }

  @Override
  public Future<PublishAnswer> publish(OutgoingMessage message) {
    return Future.succeededFuture(PublishAnswer.DONE);
  }

  @Override
  public void acknowledge(IncomingMessage message) {}

  @Override
  public void complete(int id) {}

  @Override
  public void release(int id) {}

  @Override
  public Future<Void> close(boolean orderly) {
    return Future.succeededFuture();
  }
}
