package io.pipit.bridges.mqtt.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttPersistable;
import org.eclipse.paho.client.mqttv3.MqttPersistenceException;
import org.eclipse.paho.client.mqttv3.MqttPingSender;
import org.eclipse.paho.client.mqttv3.internal.ClientComms;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPublish;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A link that speaks MQTT 3.1.1. */
final class PahoLink3 extends PahoLink {

  private static final int REFUSED = 128;
  private static final long MAX_PACKET = 268_435_460;
  private static final int MAX_QOS = 2;
  private static final String RECEIVED = "r-";

  /**
   * No broker of 3.1.1 says how many messages it takes at a time, and with more than its own bound
   * (20 by default) of QoS 2 under way Mosquitto 2.0.11 was seen not to pass all of them on. So
   * they are kept well below it.
   */
  private static final int MOST_INFLIGHT = 10;

  private @Nullable MqttAsyncClient client;

  PahoLink3(Vertx vertx, Context context, LinkOptions options, LinkListener listener) {
    super(vertx, context, options, listener);
  }

  private MqttAsyncClient client() throws MqttException {
    MqttAsyncClient current = client;
    if (current == null) {
      throw new MqttException(MqttException.REASON_CODE_CLIENT_NOT_CONNECTED);
    }
    return current;
  }

  @Override
  void begin() throws MqttException {
    MqttAsyncClient made =
        new MqttAsyncClient(uri(), options.clientId(), new Receiving(), new Pings(), threads);
    client = made;
    made.setManualAcks(true);
    made.setCallback(new Callback());
    IMqttToken unused = made.connect(connection(), null, new Connecting());
  }

  private MqttConnectOptions connection() {
    MqttConnectOptions said = new MqttConnectOptions();
    // Said, since otherwise it tries 3.1 by itself when this is refused.
    said.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    said.setAutomaticReconnect(false);
    said.setSocketFactory(sockets());
    said.setConnectionTimeout((int) Math.max(1, options.connectTimeout().toSeconds()));
    said.setKeepAliveInterval((int) options.keepalive().toSeconds());
    said.setCleanSession(options.cleanStart());
    said.setMaxInflight(options.maxInflight() + 1);
    String username = options.username();
    String password = options.password();
    if (username != null) {
      said.setUserName(username);
    }
    if (password != null) {
      said.setPassword(password.toCharArray());
    }
    LinkWill will = options.will();
    if (will != null) {
      said.setWill(will.topic(), will.payload(), 1, true);
    }
    return said;
  }

  private final class Connecting implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      cameUp(
          new LinkUp(
              token.getSessionPresent(),
              Math.min(options.maxInflight(), MOST_INFLIGHT),
              MAX_PACKET,
              MAX_QOS,
              true));
    }

    @Override
    public void onFailure(IMqttToken token, @Nullable Throwable cause) {
      wentDown(cause);
    }
  }

  private final class Callback implements MqttCallback {
    @Override
    public void connectionLost(@Nullable Throwable cause) {
      wentDown(cause);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      if (message.getQos() == MAX_QOS) {
        // It was told when it came; Paho gives it out when the broker releases it.
        cameReleased(message.getId());
      } else {
        came(incoming(topic, message));
      }
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Each publish has a listener of its own.
    }
  }

  private static IncomingMessage incoming(String topic, MqttMessage message) {
    return new IncomingMessage(
        message.getQos() == 0 ? 0 : message.getId(),
        topic,
        message.getPayload(),
        message.getQos(),
        message.isRetained(),
        message.isDuplicate(),
        MessageProperties.NONE);
  }

  /**
   * The memory of Paho, which is the only place where it shows a message of QoS 2 before the broker
   * has released it.
   */
  private final class Receiving extends MemoryPersistence {
    @Override
    public void put(String key, MqttPersistable kept) throws MqttPersistenceException {
      super.put(key, kept);
      if (key.startsWith(RECEIVED) && kept instanceof MqttPublish publish) {
        MqttMessage message = publish.getMessage();
        message.setId(publish.getMessageId());
        came(incoming(publish.getTopicName(), message));
      }
    }
  }

  @Override
  public Future<List<SubscribeAnswer>> subscribe(List<LinkFilter> filters) {
    Promise<List<SubscribeAnswer>> answered = Promise.promise();
    String[] names = new String[filters.size()];
    int[] qos = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = filters.get(i).filter();
      qos[i] = filters.get(i).qos();
    }
    try {
      IMqttToken unused =
          client()
              .subscribe(
                  names,
                  qos,
                  null,
                  new Asking(
                      token -> answer(answered, answers(filters, token.getGrantedQos())),
                      // It takes a single refusal for a failure of the packet.
                      (token, cause) -> {
                        int[] granted = token.getGrantedQos();
                        if (granted != null && granted.length == names.length) {
                          answer(answered, answers(filters, granted));
                        } else {
                          refuse(answered, cause);
                        }
                      }));
    } catch (MqttException | RuntimeException refused) {
      return Future.failedFuture(refused);
    }
    return answered.future();
  }

  private static List<SubscribeAnswer> answers(List<LinkFilter> filters, int @Nullable [] granted) {
    List<SubscribeAnswer> answers = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      int code = granted == null || i >= granted.length ? REFUSED : granted[i];
      answers.add(new SubscribeAnswer(filters.get(i).filter(), code));
    }
    return answers;
  }

  @Override
  public Future<Void> unsubscribe(List<String> filters) {
    Promise<Void> answered = Promise.promise();
    try {
      IMqttToken unused =
          client()
              .unsubscribe(
                  filters.toArray(String[]::new),
                  null,
                  new Asking(token -> done(answered), (token, cause) -> refuse(answered, cause)));
    } catch (MqttException | RuntimeException refused) {
      return Future.failedFuture(refused);
    }
    return answered.future();
  }

  @Override
  void send(OutgoingMessage message, Promise<PublishAnswer> answered) throws MqttException {
    IMqttToken unused =
        client()
            .publish(
                message.topic(),
                message.payload(),
                message.qos(),
                message.retain(),
                null,
                new Asking(
                    token -> answer(answered, PublishAnswer.DONE),
                    (token, cause) -> refuse(answered, cause)));
  }

  @Override
  void sendComplete(int id) throws MqttException {
    client().messageArrivedComplete(id, MAX_QOS);
  }

  @Override
  void discard() throws MqttException {
    MqttAsyncClient current = client;
    if (current != null) {
      current.disconnectForcibly(0, 0, false);
      current.close(true);
    }
  }

  @Override
  boolean isBackPressure(Throwable failure) {
    return failure instanceof MqttException refused
        && refused.getReasonCode() == MqttException.REASON_CODE_MAX_INFLIGHT;
  }

  @Override
  LinkFailure failureOf(@Nullable Throwable cause) {
    if (!(cause instanceof MqttException failure)) {
      return new LinkFailure(LinkFailure.Kind.LOST, "the connection has ended: " + cause);
    }
    return switch (failure.getReasonCode()) {
      case MqttException.REASON_CODE_FAILED_AUTHENTICATION,
          MqttException.REASON_CODE_NOT_AUTHORIZED,
          MqttException.REASON_CODE_INVALID_CLIENT_ID ->
          new LinkFailure(LinkFailure.Kind.AUTH, "the broker refuses: " + reason(failure));
      case MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION ->
          new LinkFailure(LinkFailure.Kind.VERSION, "the broker does not speak MQTT 3.1.1");
      case MqttException.REASON_CODE_BROKER_UNAVAILABLE ->
          new LinkFailure(LinkFailure.Kind.REFUSED, "the broker is not available");
      case MqttException.REASON_CODE_CLIENT_TIMEOUT, MqttException.REASON_CODE_WRITE_TIMEOUT ->
          new LinkFailure(LinkFailure.Kind.TIMEOUT, "the broker does not answer");
      default -> new LinkFailure(LinkFailure.Kind.LOST, reason(failure));
    };
  }

  private static String reason(MqttException failure) {
    Throwable cause = failure.getCause();
    return failure.getMessage()
        + " ("
        + failure.getReasonCode()
        + (cause == null ? ")" : "): " + cause);
  }

  private interface Refused {
    void by(IMqttToken token, @Nullable Throwable cause);
  }

  /** Hands over what Paho says to one question. */
  private record Asking(Consumer<IMqttToken> done, Refused refused) implements IMqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      done.accept(token);
    }

    @Override
    public void onFailure(IMqttToken token, @Nullable Throwable cause) {
      refused.by(token, cause);
    }
  }

  /** Confined to the threads of Paho. */
  private final class Pings implements MqttPingSender {
    private final PingSchedule schedule = new PingSchedule(threads);
    private volatile @Nullable ClientComms comms;

    @Override
    public void init(ClientComms comms) {
      this.comms = comms;
    }

    @Override
    public void start() {
      schedule(0);
    }

    @Override
    public void stop() {
      // The threads end with the link.
    }

    @Override
    public void schedule(long delayInMilliseconds) {
      ClientComms current = comms;
      if (current != null && current.getKeepAlive() > 0) {
        schedule.next(current::checkForActivity, current.getKeepAlive(), delayInMilliseconds);
      }
    }
  }
}
