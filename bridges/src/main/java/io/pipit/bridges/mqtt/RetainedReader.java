package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.LinkFailure;
import io.pipit.bridges.mqtt.link.LinkFilter;
import io.pipit.bridges.mqtt.link.LinkListener;
import io.pipit.bridges.mqtt.link.LinkOptions;
import io.pipit.bridges.mqtt.link.LinkUp;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.SubscribeAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A second connection beside that of a bridge, which asks a broker what it retains for single
 * topics: it subscribes them by their names with QoS 0, waits, and takes them back. The broker
 * keeps next to nothing of it. Confined to the context of its bridge.
 */
final class RetainedReader {

  /** So few that a broker drops none of them for a bound of its own. */
  static final int MOST_TOPICS = 20;

  /** Of the grace. */
  private static final int STEPS = 5;

  /**
   * What came of a question.
   *
   * @param here topics of which a message came
   * @param refused topics that may not be read
   */
  record Answer(Set<String> here, Set<String> refused) {}

  private final BridgeEnvironment environment;
  private final long stepMillis;
  private final MqttLink link;
  private final Promise<Void> connected = Promise.promise();
  private @Nullable Question question;
  private boolean hasEnded;

  /** One that has not begun. */
  RetainedReader(BridgeEnvironment environment, LinkOptions options, Duration grace) {
    this.environment = environment;
    stepMillis = Math.max(1, grace.toMillis() / STEPS);
    link = MqttLink.create(environment.vertx(), environment.context(), options, new Told());
  }

  /** Connects; fails when that does not come about. */
  Future<Void> connect() {
    link.connect();
    return connected.future();
  }

  /**
   * Asks for some topics: {@link #MOST_TOPICS} at most, and one question after the other.
   *
   * @return when all have come, or nothing has for as long as the grace; fails when the connection
   *     ends before, or a message may have been lost
   */
  Future<Answer> ask(List<String> topics) {
    if (hasEnded) {
      return Future.failedFuture("the connection has ended");
    }
    Question asked = new Question(topics);
    question = asked;
    List<LinkFilter> filters =
        topics.stream().map(topic -> new LinkFilter(topic, 0, false, true)).toList();
    Future<?> unused = link.subscribe(filters).onSuccess(asked::subscribed).onFailure(this::fail);
    return asked.answer.future();
  }

  /** Ends it. */
  Future<Void> close() {
    fail(new IllegalStateException("the connection was closed"));
    return link.close(true);
  }

  private void fail(Throwable why) {
    hasEnded = true;
    connected.tryFail(why);
    Question current = question;
    if (current != null) {
      current.end();
      current.answer.tryFail(why);
    }
  }

  private final class Question {
    private final List<String> topics;
    private final Set<String> here = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Promise<Answer> answer = Promise.promise();
    private boolean isWaiting;
    private long timer = -1;

    Question(List<String> topics) {
      this.topics = List.copyOf(topics);
    }

    private void subscribed(List<SubscribeAnswer> answers) {
      for (SubscribeAnswer one : answers) {
        if (one.isRefused()) {
          refused.add(one.filter());
        }
      }
      isWaiting = true;
      look();
    }

    private void came(String topic) {
      if (topics.contains(topic) && here.add(topic) && isWaiting) {
        look();
      }
    }

    /** The wait begins anew with each topic, so that a slow broker has all of it for the last. */
    private void look() {
      end();
      if (isComplete()) {
        takeBack();
      } else {
        step(STEPS);
      }
    }

    private boolean isComplete() {
      return here.size() + refused.size() >= topics.size();
    }

    /**
     * One timer behind the other: when the process stood still, only the first of them is late, and
     * what came meanwhile is read before the last.
     */
    private void step(int left) {
      if (left == 0) {
        takeBack();
      } else {
        after(() -> step(left - 1));
      }
    }

    private void after(Runnable next) {
      timer =
          environment
              .vertx()
              .setTimer(
                  stepMillis,
                  id -> {
                    timer = -1;
                    next.run();
                  });
    }

    /** The answer to this comes behind what was on its way. */
    private void takeBack() {
      isWaiting = false;
      Future<?> unused =
          link.unsubscribe(topics)
              .onSuccess(
                  done -> {
                    if (isComplete()) {
                      done();
                    } else {
                      after(this::done);
                    }
                  })
              .onFailure(RetainedReader.this::fail);
    }

    private void done() {
      answer.tryComplete(new Answer(Set.copyOf(here), Set.copyOf(refused)));
    }

    private void end() {
      if (timer >= 0) {
        environment.vertx().cancelTimer(timer);
        timer = -1;
      }
    }
  }

  private final class Told implements LinkListener {

    @Override
    public void connected(LinkUp up) {
      connected.tryComplete();
    }

    @Override
    public void message(IncomingMessage message) {
      if (message.qos() > 0) {
        // It waited for another client, which gets it again as long as nobody acknowledges it.
        fail(new IllegalStateException("the broker takes this connection for that of the bridge"));
        return;
      }
      link.acknowledge(message);
      Question current = question;
      if (current != null) {
        current.came(message.topic());
      }
    }

    @Override
    public void released(int id) {}

    @Override
    public void received(int id) {}

    @Override
    public void completed(int id) {}

    @Override
    public void overflow() {
      // By any thread: what was dropped may be what is asked for.
      environment
          .context()
          .runOnContext(
              here -> fail(new IllegalStateException("more came than there is room for")));
    }

    @Override
    public void closed(LinkFailure failure) {
      fail(new IllegalStateException(failure.text()));
    }
  }
}
