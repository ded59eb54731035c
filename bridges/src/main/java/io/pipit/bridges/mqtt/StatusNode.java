package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says at a node of this service how the bridge is: one item, of which the newest state counts, so
 * that states which come while one is being stored are left out but for the last. Confined to the
 * context of its bridge.
 */
final class StatusNode {

  private static final long AGAIN_MILLIS = 1_000;

  private final BridgeEnvironment environment;
  private final BridgeLog log;
  private final String node;
  private final Jid requester;
  private String wanted = "";
  private String stored = "";
  private boolean isStoring;

  /**
   * @param node its name, empty for none
   */
  StatusNode(BridgeEnvironment environment, BridgeLog log, String node, Jid requester) {
    this.environment = environment;
    this.log = log;
    this.node = node;
    this.requester = requester;
  }

  void say(
      BridgeState state, Instant since, @Nullable String lastError, @Nullable Instant nextTry) {
    wanted =
        "{\"state\":\""
            + state.word()
            + "\",\"since\":\""
            + since
            + "\",\"error\":"
            + text(lastError)
            + ",\"next_try\":"
            + text(nextTry == null ? null : nextTry.toString())
            + "}";
    store();
  }

  private static String text(@Nullable String value) {
    return value == null
        ? "null"
        : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
  }

  private void store() {
    if (node.isEmpty() || isStoring || wanted.equals(stored)) {
      return;
    }
    isStoring = true;
    String text = wanted;
    environment
        .port()
        .publish(
            new PortPublish(
                requester,
                node,
                "current",
                new PortPayload("json", "application/json", text.getBytes(UTF_8)),
                List.of(),
                true,
                false,
                null,
                null),
            answer -> told(text, answer));
  }

  private void told(String text, PortResult answer) {
    isStoring = false;
    stored = text;
    if (answer instanceof PortResult.Refused refused) {
      boolean isPassing =
          refused.reason() == PortResult.Reason.BUSY
              || refused.reason() == PortResult.Reason.FAILED;
      if (isPassing) {
        stored = "";
        long unused = environment.vertx().setTimer(AGAIN_MILLIS, id -> store());
        return;
      }
      log.warnOften(
          "bridge.status",
          "the state of the bridge is not published: allow the account to publish there, or leave"
              + " status.node empty",
          "node",
          node,
          "jid",
          requester.toString(),
          "reason",
          refused.reason().toString(),
          "err",
          refused.text());
    }
    store();
  }
}
