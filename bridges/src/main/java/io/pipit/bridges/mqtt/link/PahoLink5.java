package io.pipit.bridges.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** A link that speaks MQTT 5. */
final class PahoLink5 extends PahoLink {

  private static final int MAX_RECEIVE_MAXIMUM = 65_535;
  private static final long MAX_PACKET = 268_435_460;
  private static final int MAX_QOS = 2;

  private @Nullable MqttAsyncClient client;

  PahoLink5(Vertx vertx, Context context, LinkOptions options, LinkListener listener) {
    super(vertx, context, options, listener);
  }

  private MqttAsyncClient client() throws MqttException {
    MqttAsyncClient current = client;
    if (current == null) {
      throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
    }
    return current;
  }

  @Override
  void begin() throws MqttException {
    MqttAsyncClient made =
        new MqttAsyncClient(
            uri(), options.clientId(), new MemoryPersistence(), new Pings(), threads);
    client = made;
    made.setManualAcks(true);
    made.setCallback(new Callback());
    made.connect(connection(), null, new Connecting());
  }

  private MqttConnectionOptions connection() {
    MqttConnectionOptions said = new MqttConnectionOptions();
    said.setAutomaticReconnect(false);
    said.setUseSubscriptionIdentifiers(false);
    said.setSocketFactory(sockets());
    said.setConnectionTimeout((int) Math.max(1, options.connectTimeout().toSeconds()));
    said.setKeepAliveInterval((int) options.keepalive().toSeconds());
    said.setCleanStart(options.cleanStart());
    said.setSessionExpiryInterval(options.stateExpiry().toSeconds());
    said.setReceiveMaximum(options.receiveMaximum());
    said.setMaximumPacketSize((long) options.maxPacketBytes());
    said.setTopicAliasMaximum(0);
    said.setRequestProblemInfo(true);
    String username = options.username();
    String password = options.password();
    if (username != null) {
      said.setUserName(username);
    }
    if (password != null) {
      said.setPassword(password.getBytes(UTF_8));
    }
    LinkWill will = options.will();
    if (will != null) {
      said.setWill(will.topic(), new MqttMessage(will.payload(), 1, true, new MqttProperties()));
    }
    return said;
  }

  private final class Connecting implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      MqttProperties said = token.getResponseProperties();
      cameUp(up(token.getResponse() instanceof MqttConnAck ack && ack.getSessionPresent(), said));
    }

    @Override
    public void onFailure(IMqttToken token, @Nullable Throwable cause) {
      wentDown(cause);
    }
  }

  private LinkUp up(boolean sessionPresent, @Nullable MqttProperties said) {
    if (said == null) {
      return new LinkUp(sessionPresent, options.maxInflight(), MAX_PACKET, MAX_QOS, true);
    }
    Integer receiveMaximum = said.getReceiveMaximum();
    Long packet = said.getMaximumPacketSize();
    Integer qos = said.getMaximumQoS();
    Boolean retain = said.isRetainAvailable();
    return new LinkUp(
        sessionPresent,
        Math.min(
            options.maxInflight(), receiveMaximum == null ? MAX_RECEIVE_MAXIMUM : receiveMaximum),
        packet == null ? MAX_PACKET : packet,
        qos == null ? MAX_QOS : qos,
        retain == null || retain);
  }

  private final class Callback implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException cause = response.getException();
      wentDown(cause == null ? new MqttException(response.getReturnCode()) : cause);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      // What matters ends the connection, and is told there.
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      came(
          new IncomingMessage(
              message.getQos() == 0 ? 0 : message.getId(),
              topic,
              message.getPayload(),
              message.getQos(),
              message.isRetained(),
              message.getQos() > 0 && gate.takeDuplicate(message.getId()),
              properties(message.getProperties())));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each publish has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // Told by the listener of the attempt.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // No authentication method is offered, so none is asked for.
    }
  }

  private static MessageProperties properties(@Nullable MqttProperties given) {
    if (given == null) {
      return MessageProperties.NONE;
    }
    byte[] correlation = given.getCorrelationData();
    List<MessageProperties.Pair> user = new ArrayList<>();
    for (UserProperty pair : given.getUserProperties()) {
      user.add(new MessageProperties.Pair(pair.getKey(), pair.getValue()));
    }
    return new MessageProperties(
        given.getContentType(),
        given.getResponseTopic(),
        correlation == null ? new byte[0] : correlation,
        given.getMessageExpiryInterval(),
        user);
  }

  private static MqttProperties properties(MessageProperties given) {
    MqttProperties said = new MqttProperties();
    if (given.contentType() != null) {
      said.setContentType(given.contentType());
    }
    if (given.responseTopic() != null) {
      said.setResponseTopic(given.responseTopic());
    }
    if (given.correlation().length > 0) {
      said.setCorrelationData(given.correlation());
    }
    if (given.expirySeconds() != null) {
      said.setMessageExpiryInterval(given.expirySeconds());
    }
    List<UserProperty> user = new ArrayList<>();
    for (MessageProperties.Pair pair : given.user()) {
      user.add(new UserProperty(pair.name(), pair.value()));
    }
    said.setUserProperties(user);
    return said;
  }

  @Override
  public Future<List<SubscribeAnswer>> subscribe(List<LinkFilter> filters) {
    Promise<List<SubscribeAnswer>> answered = Promise.promise();
    MqttSubscription[] asked = new MqttSubscription[filters.size()];
    for (int i = 0; i < asked.length; i++) {
      MqttSubscription one = new MqttSubscription(filters.get(i).filter(), filters.get(i).qos());
      one.setNoLocal(filters.get(i).noLocal());
      one.setRetainAsPublished(true);
      one.setRetainHandling(filters.get(i).sendRetained() ? 0 : 2);
      asked[i] = one;
    }
    try {
      client()
          .subscribe(
              asked,
              null,
              new Asking(
                  token -> answer(answered, answers(filters, token.getReasonCodes())),
                  cause -> refuse(answered, cause)),
              new MqttProperties());
    } catch (MqttException | RuntimeException refused) {
      return Future.failedFuture(refused);
    }
    return answered.future();
  }

  private static List<SubscribeAnswer> answers(List<LinkFilter> filters, int @Nullable [] codes) {
    List<SubscribeAnswer> answers = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      int code =
          codes == null || i >= codes.length
              ? MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR
              : codes[i];
      answers.add(new SubscribeAnswer(filters.get(i).filter(), code));
    }
    return answers;
  }

  @Override
  public Future<Void> unsubscribe(List<String> filters) {
    Promise<Void> answered = Promise.promise();
    try {
      client()
          .unsubscribe(
              filters.toArray(String[]::new),
              null,
              new Asking(token -> done(answered), cause -> refuse(answered, cause)),
              new MqttProperties());
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
                new MqttMessage(
                    message.payload(),
                    message.qos(),
                    message.retain(),
                    properties(message.properties())),
                null,
                new Asking(
                    token -> answer(answered, published(token.getReasonCodes())),
                    cause -> refuse(answered, cause)));
  }

  private static PublishAnswer published(int @Nullable [] codes) {
    return codes == null || codes.length == 0 ? PublishAnswer.DONE : new PublishAnswer(codes[0]);
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
        && refused.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT;
  }

  @Override
  LinkFailure failureOf(@Nullable Throwable cause) {
    if (!(cause instanceof MqttException failure)) {
      return new LinkFailure(LinkFailure.Kind.LOST, "the connection has ended: " + cause);
    }
    return switch (failure.getReasonCode()) {
      case MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD,
          MqttReturnCode.RETURN_CODE_BAD_AUTHENTICATION,
          MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
          MqttReturnCode.RETURN_CODE_BANNED,
          MqttReturnCode.RETURN_CODE_IDENTIFIER_NOT_VALID ->
          new LinkFailure(LinkFailure.Kind.AUTH, "the broker refuses: " + reason(failure));
      // 1 is what a broker says that speaks nothing newer than 3.1.1.
      case MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION,
          1,
          MqttException.REASON_CODE_UNSUPPORTED_PROTOCOL_VERSION ->
          new LinkFailure(LinkFailure.Kind.VERSION, "the broker does not speak MQTT 5");
      case MqttClientException.REASON_CODE_CLIENT_TIMEOUT,
          MqttClientException.REASON_CODE_WRITE_TIMEOUT ->
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

  /** Hands over what Paho says to one question. */
  private record Asking(Consumer<IMqttToken> done, Consumer<@Nullable Throwable> refused)
      implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      done.accept(token);
    }

    @Override
    public void onFailure(IMqttToken token, @Nullable Throwable cause) {
      refused.accept(cause);
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
