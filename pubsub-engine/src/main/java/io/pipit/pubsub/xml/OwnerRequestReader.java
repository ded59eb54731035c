package io.pipit.pubsub.xml;

import static io.pipit.pubsub.xml.CommandDecoder.accepted;
import static io.pipit.pubsub.xml.CommandDecoder.refused;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeAddress;
import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import io.pipit.pubsub.command.WantedSubscription;
import io.pipit.pubsub.xml.CommandDecoder.Decoded;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one request in the namespace for owners (XEP-0060 17.4). Confined to its caller. */
final class OwnerRequestReader {

  private final Jid requester;
  private final Element pubsub;

  OwnerRequestReader(Jid requester, Element pubsub) {
    this.requester = requester;
    this.pubsub = pubsub;
  }

  Decoded read(boolean get) {
    List<Element> parts = RequestReader.parts(pubsub);
    if (parts.size() != 1) {
      return refused(PubsubError.BAD_REQUEST);
    }
    Element action = parts.get(0);
    return get ? readGet(action) : readSet(action);
  }

  private Decoded readGet(Element action) {
    return switch (action.name()) {
      case "default" -> defaults(action);
      case "configure" ->
          RequestReader.onNode(
              action, node -> accepted(new NodeCommand.RetrieveConfiguration(requester, node)));
      case "subscriptions" ->
          RequestReader.onNode(
              action,
              node ->
                  RequestReader.paged(
                      pubsub,
                      page -> new NodeCommand.RetrieveSubscriptions(requester, node, page)));
      case "affiliations" ->
          RequestReader.onNode(
              action,
              node ->
                  RequestReader.paged(
                      pubsub, page -> new NodeCommand.RetrieveAffiliations(requester, node, page)));
      default -> refused(PubsubError.BAD_REQUEST);
    };
  }

  private Decoded readSet(Element action) {
    return switch (action.name()) {
      case "configure" -> RequestReader.onNode(action, node -> configure(action, node));
      case "delete" ->
          // The root has no name, and nobody deletes it (XEP-0248 7.4.3.1).
          action.attribute("node", "").isEmpty()
              ? refused(PubsubError.NOT_ALLOWED)
              : delete(action, action.attribute("node", ""));
      case "purge" ->
          RequestReader.onNode(action, node -> accepted(new NodeCommand.Purge(requester, node)));
      case "subscriptions" -> RequestReader.onNode(action, node -> subscriptions(action, node));
      case "affiliations" -> RequestReader.onNode(action, node -> affiliations(action, node));
      case "collection" -> RequestReader.onNode(action, node -> collection(action, node));
      default -> refused(PubsubError.BAD_REQUEST);
    };
  }

  /** No type means leaf (8.3.2). */
  private Decoded defaults(Element action) {
    return NodeType.ofWire(action.attribute("type", NodeType.LEAF.wire()))
        .map(type -> accepted(new ServiceCommand.RetrieveDefaults(requester, type)))
        .orElseGet(() -> refused(PubsubError.BAD_REQUEST));
  }

  /** What the text calls dissociate is disassociate in the schema of XEP-0060 (17.3). */
  private Decoded collection(Element action, String collection) {
    List<Element> parts = RequestReader.parts(action);
    if (parts.size() != 1) {
      return refused(PubsubError.BAD_REQUEST);
    }
    return RequestReader.onNode(
        parts.get(0),
        child ->
            switch (parts.get(0).name()) {
              case "associate" ->
                  accepted(new ServiceCommand.Associate(requester, collection, child));
              case "disassociate", "dissociate" ->
                  accepted(new ServiceCommand.Disassociate(requester, collection, child));
              default -> refused(PubsubError.BAD_REQUEST);
            });
  }

  private Decoded configure(Element configure, String node) {
    DataForm form = DataForm.find(configure).orElse(null);
    if (form == null) {
      return refused(PubsubError.BAD_REQUEST);
    }
    return switch (form.type()) {
      case SUBMIT -> accepted(new NodeCommand.Configure(requester, node, Forms.values(form)));
      // Nothing is to change (8.2.4).
      case CANCEL -> accepted(new NodeCommand.Configure(requester, node, Map.of()));
      case FORM, RESULT -> refused(PubsubError.BAD_REQUEST);
    };
  }

  private Decoded delete(Element delete, String node) {
    Optional<Element> redirect = delete.child("redirect", PubsubNs.OWNER);
    String uri = redirect.flatMap(child -> child.attribute("uri")).orElse(null);
    // Every client that asks for the node is sent there, so it has to be one (8.4).
    return redirect.isPresent() && (uri == null || NodeAddress.parse(uri).isEmpty())
        ? refused(PubsubError.BAD_REQUEST)
        : accepted(new NodeCommand.DeleteNode(requester, node, uri));
  }

  /**
   * The entries of a list. Smack writes its subscriptions in the namespace of subscribers: were
   * they taken for extensions, nothing would be done and the answer would say that it was.
   */
  private static List<Element> entries(Element list) {
    return list.elements().stream()
        .filter(
            entry ->
                entry.namespace().equals(PubsubNs.OWNER)
                    || entry.namespace().equals(PubsubNs.PUBSUB))
        .toList();
  }

  /** An entry without a state asks for no change (8.8.2.1). */
  private Decoded subscriptions(Element subscriptions, String node) {
    List<WantedSubscription> wanted = new ArrayList<>();
    Set<List<String>> named = new HashSet<>();
    for (Element entry : entries(subscriptions)) {
      Optional<Jid> jid = entry.attribute("jid").flatMap(Jid::parse);
      if (jid.isEmpty()) {
        return refused(PubsubError.INVALID_JID);
      }
      boolean isNew = named.add(List.of(jid.get().toString(), entry.attribute("subid", "")));
      if (!entry.name().equals("subscription") || !isNew) {
        return refused(PubsubError.BAD_REQUEST);
      }
      if (entry.attribute("subscription").isPresent()) {
        SubscriptionState state =
            SubscriptionState.ofWire(entry.attribute("subscription", "")).orElse(null);
        wanted.add(new WantedSubscription(jid.get(), RequestReader.subid(entry), state));
      }
    }
    return accepted(new NodeCommand.ModifySubscriptions(requester, node, wanted));
  }

  /** An entry without an affiliation asks for no change; no entity twice (8.9.2). */
  private Decoded affiliations(Element affiliations, String node) {
    List<WantedAffiliation> wanted = new ArrayList<>();
    Set<BareJid> named = new HashSet<>();
    for (Element entry : entries(affiliations)) {
      Optional<BareJid> entity = entry.attribute("jid").flatMap(Jid::parse).map(Jid::bare);
      if (entity.isEmpty()) {
        return refused(PubsubError.INVALID_JID);
      }
      if (!entry.name().equals("affiliation") || !named.add(entity.get())) {
        return refused(PubsubError.BAD_REQUEST);
      }
      if (entry.attribute("affiliation").isPresent()) {
        Affiliation affiliation =
            Affiliation.ofWire(entry.attribute("affiliation", "")).orElse(null);
        wanted.add(new WantedAffiliation(entity.get(), affiliation));
      }
    }
    return accepted(new NodeCommand.ModifyAffiliations(requester, node, wanted));
  }
}
