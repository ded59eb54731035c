package io.pipit.devices.client;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the presence of one session to the owners of its device and asks for theirs (RFC 6121 2 and
 * 3): they are on its roster, in a group of their own, and their subscriptions are approved. What
 * others ask for stays unanswered. Confined to the context of its session.
 */
final class Owners {

  /** The roster group in which they are. */
  static final String GROUP = "owners";

  private static final Logger log = LoggerFactory.getLogger(Owners.class);

  /** Subscriptions to an owner that need no request any more (RFC 6121 2.1.2.5). */
  private static final Set<String> SUBSCRIBED = Set.of("to", "both");

  private final XmppClient session;
  private final Set<BareJid> owners;

  private Owners(XmppClient session, Set<BareJid> owners) {
    this.session = session;
    this.owners = owners;
  }

  /** Becomes available for the owners. Never fails: what is refused is in the log. */
  static Future<Void> show(XmppClient session, Set<BareJid> owners) {
    Set<BareJid> others = new HashSet<>(owners);
    others.remove(session.jid().bare()); // Its own resources see it without.
    return new Owners(session, others)
        .show()
        .recover(
            failure -> {
              log.atWarn()
                  .addKeyValue("event", "device.owners")
                  .addKeyValue("jid", session.jid())
                  .addKeyValue("reason", failure.getMessage())
                  .log("the owners of the device may not see it");
              return Future.succeededFuture();
            });
  }

  private Future<Void> show() {
    return session
        .onPresence(this::presence)
        .compose(listening -> session.request(Iq.Type.GET, null, Element.of("query", Ns.ROSTER)))
        .compose(this::welcome)
        .compose(known -> session.available(ClientCapabilities.DEVICE));
  }

  /** Puts owners on the roster who are not there, and asks for their presence. */
  private Future<Void> welcome(Element roster) {
    Map<Jid, Element> items = new HashMap<>();
    roster
        .child("query", Ns.ROSTER)
        .map(Element::elements)
        .orElse(List.of())
        .forEach(
            item ->
                item.attribute("jid").flatMap(Jid::parse).ifPresent(jid -> items.put(jid, item)));
    return Future.all(owners.stream().map(owner -> welcome(owner, items.get(owner))).toList())
        .mapEmpty();
  }

  private Future<Void> welcome(BareJid owner, @Nullable Element known) {
    Element item =
        known == null
            ? Element.builder("item", Ns.ROSTER).attribute("jid", owner.toString()).build()
            : known.without("subscription").without("ask").without("approved");
    Future<?> grouped =
        item.elements().stream().anyMatch(group -> group.text().equals(GROUP))
            ? Future.succeededFuture()
            : session.request(Iq.Type.SET, null, Element.of("query", Ns.ROSTER, withGroup(item)));
    return grouped.compose(
        set ->
            known != null && SUBSCRIBED.contains(known.attribute("subscription", ""))
                ? Future.succeededFuture()
                : session.send(presence("subscribe", owner)));
  }

  private static Element withGroup(Element item) {
    return item.toBuilder().textElement("group", Ns.ROSTER, GROUP).build();
  }

  private void presence(Element presence) {
    if (!presence.attribute("type", "").equals("subscribe")) {
      return;
    }
    Optional<BareJid> owner =
        presence.attribute("from").flatMap(Jid::parse).map(Jid::bare).filter(owners::contains);
    owner.ifPresent(
        who ->
            session
                .send(presence("subscribed", who))
                .onFailure(
                    failure ->
                        log.atWarn()
                            .addKeyValue("event", "device.owners")
                            .addKeyValue("jid", session.jid())
                            .addKeyValue("reason", failure.getMessage())
                            .log("an owner of the device was not let see it")));
  }

  private static Element presence(String type, BareJid to) {
    return Element.builder("presence", Ns.CLIENT)
        .attribute("type", type)
        .attribute("to", to.toString())
        .build();
  }
}
