package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.LinkFailure;
import io.pipit.bridges.mqtt.link.LinkFilter;
import io.pipit.bridges.mqtt.link.LinkListener;
import io.pipit.bridges.mqtt.link.LinkOptions;
import io.pipit.bridges.mqtt.link.LinkTls;
import io.pipit.bridges.mqtt.link.LinkUp;
import io.pipit.bridges.mqtt.link.MqttLink;
import io.pipit.bridges.mqtt.link.SubscribeAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries once what a bridge does to get through: the name, the connection, TLS, CONNECT and each
 * filter, at one address after the other until all of it works at one. It has a client identifier
 * of its own, so that the bridge stays as it is, and the broker keeps nothing of it. Filters are
 * subscribed without their group, whose messages are for others. Confined to its context.
 */
public final class BridgeProbe {

  private static final String CLIENT_ID_SUFFIX = "-test";
  private static final int MAX_PACKET_BYTES = 1_048_576;
  private static final int INTAKE = 100;

  /**
   * A step.
   *
   * @param address of the broker
   * @param name {@code lookup}, {@code tcp}, {@code tls}, {@code connect} or {@code subscribe}
   * @param detail what came of it
   * @param remedy what to do when it did not pass; else empty
   */
  public record Step(String address, String name, boolean passed, String detail, String remedy) {}

  private final Vertx vertx;
  private final Context context;
  private final BridgeOptions options;
  private final String clientId;
  private final List<Step> steps = new ArrayList<>();

  private BridgeProbe(Vertx vertx, Context context, BridgeOptions options, String node) {
    this.vertx = vertx;
    this.context = context;
    this.options = options;
    clientId =
        TopicTemplate.constant(options.clientId(), new TopicTemplate.Place(node, options.name()))
                .orElseThrow()
            + CLIENT_ID_SUFFIX;
  }

  /**
   * Tries it. Any thread.
   *
   * @param context on which it runs
   * @param options that have no problem
   * @param node the name of this node
   * @return the steps in their order; it does not fail
   */
  public static Future<List<Step>> run(
      Vertx vertx, Context context, BridgeOptions options, String node) {
    Promise<List<Step>> told = Promise.promise();
    context.runOnContext(
        here -> {
          BridgeProbe probe = new BridgeProbe(vertx, context, options, node);
          probe.next(0).onComplete(done -> told.complete(List.copyOf(probe.steps)));
        });
    return told.future();
  }

  /** Whether everything worked at the last address that was tried. */
  public static boolean isPassed(List<Step> steps) {
    if (steps.isEmpty()) {
      return false;
    }
    String last = steps.get(steps.size() - 1).address();
    return steps.stream().filter(step -> step.address().equals(last)).allMatch(Step::passed);
  }

  private Future<Void> next(int at) {
    if (at == options.addresses().size()) {
      return Future.succeededFuture();
    }
    BrokerAddress address = BrokerAddress.parse(options.addresses().get(at)).orElseThrow();
    Attempt attempt = new Attempt(address);
    return attempt
        .run()
        .otherwiseEmpty()
        .compose(done -> isPassed(steps) ? Future.succeededFuture() : next(at + 1));
  }

  /** One address. */
  private final class Attempt {

    private final BrokerAddress to;

    Attempt(BrokerAddress to) {
      this.to = to;
    }

    private void passed(String name, String detail) {
      steps.add(new Step(to.toString(), name, true, detail, ""));
    }

    private void failed(String name, String detail, String remedy) {
      steps.add(new Step(to.toString(), name, false, detail, remedy));
    }

    /** Fails when a step before CONNECT does; the steps say which. */
    Future<Void> run() {
      return lookup()
          .compose(found -> tcp())
          .compose(open -> connect(options.version() != ProtocolVersion.V3_1_1));
    }

    private Future<Void> lookup() {
      return vertx
          .executeBlocking(() -> InetAddress.getAllByName(to.host()), false)
          .onFailure(
              lost ->
                  failed(
                      "lookup",
                      "there is no address for '" + to.host() + "'",
                      "correct the name in 'addresses', or the name service of this machine"))
          .map(
              found -> {
                passed(
                    "lookup",
                    String.join(", ", Stream.of(found).map(InetAddress::getHostAddress).toList()));
                return null;
              });
    }

    private Future<Void> tcp() {
      NetClient client =
          vertx.createNetClient(
              new NetClientOptions().setConnectTimeout(millis(options.connectTimeout())));
      return client
          .connect(to.port(), to.host())
          .onFailure(
              lost ->
                  failed(
                      "tcp",
                      String.valueOf(lost.getMessage()),
                      "see that the broker runs and listens there, and that nothing between"
                          + " refuses the port"))
          .compose(
              socket -> {
                passed("tcp", "connected");
                return socket.close();
              })
          .eventually(client::close);
    }

    private Future<Void> connect(boolean isVersion5) {
      Promise<Void> ended = Promise.promise();
      Told told = new Told(this, isVersion5, ended);
      MqttLink link = MqttLink.create(vertx, context, linkOptions(isVersion5), told);
      told.link = link;
      link.connect();
      return ended
          .future()
          .eventually(() -> link.close(true))
          .compose(done -> told.isOlderWorthATry ? connect(false) : Future.succeededFuture());
    }

    private LinkOptions linkOptions(boolean isVersion5) {
      TlsOptions tls = options.tls();
      return new LinkOptions(
          to.host(),
          to.port(),
          to.tls()
              ? new LinkTls(
                  tls.cafile(),
                  tls.certfile(),
                  tls.keyfile(),
                  tls.verifyHostname(),
                  tls.minVersion(),
                  tls.alpn())
              : null,
          isVersion5,
          clientId,
          options.username(),
          options.password(),
          options.keepalive(),
          true,
          Duration.ZERO,
          options.connectTimeout(),
          options.maxInflight(),
          INTAKE,
          MAX_PACKET_BYTES,
          INTAKE,
          false,
          null);
    }
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  /** Each filter once, as a subscriber of its own has it. */
  private List<LinkFilter> filters() {
    Set<String> filters = new LinkedHashSet<>();
    options.subscribe().forEach(mapping -> filters.add(mapping.filter()));
    options.presence().forEach(mapping -> filters.add(mapping.filter()));
    return filters.stream().map(filter -> new LinkFilter(filter, 0, true, false)).toList();
  }

  private final class Told implements LinkListener {

    private final Attempt attempt;
    private final boolean isVersion5;
    private final Promise<Void> ended;
    private @Nullable MqttLink link;
    private boolean isOlderWorthATry;
    private boolean isUp;

    Told(Attempt attempt, boolean isVersion5, Promise<Void> ended) {
      this.attempt = attempt;
      this.isVersion5 = isVersion5;
      this.ended = ended;
    }

    @Override
    public void connected(LinkUp up) {
      isUp = true;
      if (attempt.to.tls()) {
        attempt.passed("tls", "the certificate of the broker is trusted");
      }
      attempt.passed("connect", "MQTT " + (isVersion5 ? "5" : "3.1.1") + " as " + clientId);
      List<LinkFilter> filters = filters();
      if (filters.isEmpty()) {
        ended.tryComplete();
        return;
      }
      long timer =
          vertx.setTimer(
              millis(options.connectTimeout()),
              late -> subscribed("no answer in " + options.connectTimeout()));
      Objects.requireNonNull(link)
          .subscribe(filters)
          .onComplete(
              answers -> {
                vertx.cancelTimer(timer);
                if (answers.succeeded()) {
                  answers.result().forEach(this::answered);
                  ended.tryComplete();
                } else {
                  subscribed(String.valueOf(answers.cause().getMessage()));
                }
              });
    }

    private void subscribed(String failure) {
      if (ended.tryComplete()) {
        attempt.failed("subscribe", failure, "see what the log of the broker says");
      }
    }

    private void answered(SubscribeAnswer answer) {
      if (answer.isRefused()) {
        attempt.failed(
            "subscribe",
            answer.filter() + ": refused with 0x" + Integer.toHexString(answer.code()),
            "have the broker allow " + who() + " to read it");
      } else {
        attempt.passed("subscribe", answer.filter());
      }
    }

    private String who() {
      String username = options.username();
      return username == null ? "the client '" + clientId + "'" : "the account '" + username + "'";
    }

    @Override
    public void message(IncomingMessage message) {
      // The broker keeps what is not acknowledged, for nobody: this state is gone with the link.
    }

    @Override
    public void released(int id) {}

    @Override
    public void received(int id) {}

    @Override
    public void completed(int id) {}

    @Override
    public void overflow() {}

    @Override
    public void closed(LinkFailure failure) {
      if (isUp) {
        subscribed(failure.text());
        return;
      }
      boolean isOld =
          failure.kind() == LinkFailure.Kind.VERSION || failure.kind() == LinkFailure.Kind.LOST;
      if (isOld && isVersion5 && options.version() == ProtocolVersion.AUTO) {
        isOlderWorthATry = true;
      } else {
        why(failure);
      }
      ended.tryComplete();
    }

    private void why(LinkFailure failure) {
      if (failure.kind() == LinkFailure.Kind.TLS) {
        attempt.failed(
            "tls",
            failure.text(),
            "see that tls.cafile has the authority of the broker's certificate, and that the"
                + " certificate names the host of the address and has not expired");
        return;
      }
      if (failure.kind() == LinkFailure.Kind.CERTIFICATE) {
        attempt.failed("tls", failure.text(), ofCertificate(failure.alert()));
        return;
      }
      if (attempt.to.tls() && failure.kind() != LinkFailure.Kind.TIMEOUT) {
        attempt.passed("tls", "the certificate of the broker is trusted");
      }
      attempt.failed("connect", failure.text(), remedy(failure.kind()));
    }

    /** By the alerts of TLS (RFC 8446 6.2). */
    private String ofCertificate(String alert) {
      if (options.tls().certfile() == null) {
        return "set tls.certfile and tls.keyfile to a certificate that the broker knows, and its"
            + " key";
      }
      return switch (alert) {
        case "certificate_expired" ->
            "have the certificate of tls.certfile issued anew: its time is over";
        case "certificate_revoked" -> "have another certificate issued: that one was taken back";
        case "unknown_ca", "certificate_required", "handshake_failure" ->
            "have the certificate of tls.certfile issued by an authority that the broker trusts"
                + " (and put those between the two into the file), or have the broker trust its"
                + " authority";
        default ->
            "see that the broker trusts the authority of tls.certfile and that the certificate"
                + " has not expired and is one for clients; the log of the broker says more";
      };
    }

    private static String remedy(LinkFailure.Kind kind) {
      return switch (kind) {
        case AUTH -> "see that username, password or certificate are what the broker knows";
        case VERSION -> "set version: auto or \"3.1.1\"";
        case TIMEOUT, LOST ->
            "see that this port speaks MQTT, with TLS when the address begins with mqtts and"
                + " without when it begins with mqtt";
        default -> "see what the log of the broker says";
      };
    }
  }
}
