package io.pipit.broker.durability;

import io.pipit.devices.client.ClientOptions;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.PubsubItem;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppClient;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppException;
import io.pipit.devices.client.XmppServer;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.ResultSet;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A client of a node with the context that its answers come on.
 *
 * @param context of the client
 */
record Session(XmppClient client, PubsubClient pubsub, Context context) {

  static final BareJid SERVICE = BareJid.of(ChildNode.SERVICE);
  private static final long SECONDS = 60;
  private static final int PAGE = 500;

  /** Opens sessions at one node. Any thread. */
  static final class Door {

    private final Vertx vertx;
    private final XmppConnector connector;
    private final Map<String, Credentials> keys;

    /**
     * @param keys of accounts that have logged in before, so that they are not derived again
     */
    Door(Vertx vertx, int port, Map<String, Credentials> keys) {
      this.vertx = vertx;
      this.keys = keys;
      this.connector =
          XmppConnector.create(
              vertx,
              new XmppServer(
                  ChildNode.DOMAIN,
                  ChildNode.HOST,
                  port,
                  XmppServer.Security.NONE,
                  Trust.anyCertificate()),
              ClientOptions.DEFAULT.withTimeouts(
                  Duration.ofSeconds(SECONDS), Duration.ofSeconds(SECONDS)));
    }

    static Map<String, Credentials> noKeys() {
      return new ConcurrentHashMap<>();
    }

    Session login(String account, String password, String resource) {
      Credentials credentials =
          keys.computeIfAbsent(
              account + "\n" + password,
              none -> Credentials.of(BareJid.of(account + "@" + ChildNode.DOMAIN), password));
      Context context = newContext(vertx);
      Promise<XmppClient> opened = Promise.promise();
      context.runOnContext(there -> connector.connect(credentials, resource).onComplete(opened));
      XmppClient client = await(opened.future());
      return new Session(client, new PubsubClient(client, SERVICE), context);
    }

    /** Whether this is the password of an account. */
    boolean admits(String account, String password) {
      try {
        login(account, password, "try");
        return true;
      } catch (CompletionException failure) {
        if (failure.getCause() instanceof XmppException e
            && e.reason() instanceof XmppException.NotAuthenticated) {
          return false;
        }
        throw failure;
      }
    }

    void close() {
      await(connector.close());
    }
  }

  static Context newContext(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Waits for a result, and not for ever. */
  static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Sends a request to the service. */
  Future<Element> request(Iq.Type type, String namespace, Element operation) {
    return client.request(type, SERVICE, Element.of("pubsub", namespace, operation));
  }

  /** All items of a node, the oldest first. */
  List<PubsubItem> items(String node) {
    List<PubsubItem> items = new ArrayList<>();
    ResultSet.Request next = ResultSet.Request.first(PAGE);
    ResultSet.Page<PubsubItem> page = await(pubsub.items(node, next));
    while (!page.items().isEmpty()) {
      items.addAll(page.items());
      String last = page.set().last();
      if (last == null) {
        return items;
      }
      page = await(pubsub.items(node, ResultSet.Request.after(last, PAGE)));
    }
    return items;
  }
}
