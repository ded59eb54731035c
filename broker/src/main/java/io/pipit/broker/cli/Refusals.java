package io.pipit.broker.cli;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.StanzaError;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why the pubsub service refused, in words, and what helps (XEP-0060 6.1.3, 6.5.9, 7.1.3). Any
 * thread.
 *
 * @param account bare, of who asked
 */
record Refusals(Deed deed, String node, String account) {

  private static final String MAX_BYTES = "pipit#max_bytes";
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  /** {@code forbidden - what was wrong; what helps}; the bare condition when it says it all. */
  String explain(StanzaError error) {
    return error.condition().wire()
        + application(error)
            .or(() -> general(error))
            .or(() -> Optional.ofNullable(error.text()))
            .map(words -> " - " + words)
            .orElse("");
  }

  private Optional<String> application(StanzaError error) {
    Element application = error.applicationCondition().orElse(null);
    if (application == null) {
      return Optional.empty();
    }
    return switch (application.name()) {
      case "closed-node" ->
          Optional.of(
              "only members of this node may"
                  + orAnOwner("make " + account + " a member", "access_model=open"));
      case "presence-subscription-required" ->
          Optional.of(
              "only subscribers to the presence of an owner may"
                  + orAnOwner("accept a subscription to its presence", "access_model=open"));
      case "not-in-roster-group" ->
          Optional.of(
              "only contacts in the allowed groups of an owner's roster may"
                  + orAnOwner("put " + account + " into such a group", "access_model=open"));
      case "payload-too-big" -> Optional.of(tooBig(error));
      case "node-full" ->
          Optional.of(
              "the node holds as many items as it may and keeps the old ones"
                  + orAnOwner("drop old ones", "publish_node_full=retract-oldest"));
      case "invalid-payload" ->
          Optional.of(
              "the node takes payloads of the namespace that its field 'type' names only; see '"
                  + configure("")
                  + "'");
      case "item-forbidden", "payload-required", "item-required" ->
          Optional.of(
              "the fields persist_items and deliver_payloads of this node do not go with this"
                  + " item; see '"
                  + configure("")
                  + "'");
      case "too-many-subscriptions" ->
          Optional.of(
              "a limit on subscriptions is reached; end one, or raise the quotas of the node"
                  + " (quotas.subscriptions, subscriptions_per_node, node_subscriptions)");
      case "unsupported" -> Optional.of(unsupported(application.attribute("feature", "this")));
      default -> Optional.of(application.name() + text(error));
    };
  }

  private String tooBig(StanzaError error) {
    return error.text() != null && error.text().contains(MAX_BYTES)
        ? "the payload is larger than all that this node keeps together"
            + orAnOwner("have it keep more", MAX_BYTES + "=BYTES")
        : "the payload is larger than this node takes"
            + orAnOwner("take larger ones", "max_payload_size=BYTES");
  }

  private String unsupported(String feature) {
    return switch (feature) {
      case "persistent-items" ->
          "this node keeps no items" + orAnOwner("have it keep them", "persist_items=1");
      case "subscribe" ->
          "this node takes no subscriptions" + orAnOwner("allow them", "subscribe=1");
      default -> "the service has no " + feature;
    };
  }

  private Optional<String> general(StanzaError error) {
    return switch (error.condition()) {
      case ITEM_NOT_FOUND ->
          Optional.of(
              "there is no such node; 'pipit node ls' lists them, 'pipit node create "
                  + quote(node)
                  + "' makes it");
      case FORBIDDEN -> Optional.of(forbidden());
      case RESOURCE_CONSTRAINT, INTERNAL_SERVER_ERROR ->
          Optional.ofNullable(error.text())
              .or(() -> Optional.of("the node cannot do this now; try again later"));
      default -> Optional.empty();
    };
  }

  private String forbidden() {
    return deed == Deed.PUBLISH
        ? account
            + " is neither owner nor publisher of this node"
            + orAnOwner("make it a publisher", "publish_model=open")
        : account
            + " is an outcast of this node or may only publish to it; ask an owner to make it a"
            + " member";
  }

  private static String text(StanzaError error) {
    return error.text() == null ? "" : " (" + error.text() + ")";
  }

  private String orAnOwner(String favour, String field) {
    return "; ask an owner to " + favour + ", or where the node runs: " + configure(field);
  }

  private String configure(String field) {
    return ("pipit node config " + quote(node) + " " + field).strip();
  }

  /** A word as a shell takes it. */
  static String quote(String word) {
    return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
