package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.LocalService;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the server and its accounts are and can do (XEP-0030), whom to write about the server
 * (XEP-0157), and the hash that stands for the former (XEP-0115). Local services answer for
 * themselves.
 */
public final class DiscoModule implements XmppModule {

  /** The software, the same for all its installations (XEP-0115 4). */
  static final String CAPS_NODE = "https://pipit.io/";

  private static final String SERVER_INFO = "http://jabber.org/network/serverinfo";

  private final Element serverInfo;
  private final Element serverItems;
  private final Element accountInfo;
  private final Element ownInfo;
  private final String verificationString;
  private final Set<String> serverNodes;
  private final OnAccount nodes;

  /**
   * @param others every other module of this node
   * @param services what disco#items of the server lists
   * @param contacts URIs by the field of the form of XEP-0157 that names them, such as {@code
   *     admin-addresses}; none when there are none
   * @param nodes answers for the nodes of an account
   */
  public DiscoModule(
      List<XmppModule> others,
      List<LocalService> services,
      Map<String, List<String>> contacts,
      OnAccount nodes) {
    this.nodes = nodes;
    this.serverInfo =
        info(
                List.of(identity("server", "im").attribute("name", "Pipit").build()),
                features(others, XmppModule::serverFeatures))
            .child(contactForm(contacts))
            .build();
    List<Element> identities =
        Stream.concat(
                Stream.of(identity("account", "registered").build()),
                others.stream().flatMap(module -> module.accountIdentities().stream()))
            .toList();
    Set<String> features = features(others, XmppModule::accountFeatures);
    this.accountInfo = info(identities, features).build();
    features.addAll(features(others, XmppModule::ownerFeatures));
    this.ownInfo = info(identities, features).build();
    this.serverItems =
        Element.builder("query", Ns.DISCO_ITEMS)
            .children(services.stream().map(DiscoModule::item).toList())
            .build();
    this.verificationString =
        EntityCapabilities.verificationString(serverInfo)
            .orElseThrow(() -> new IllegalArgumentException("two identities or features agree"));
    Set<String> names = new HashSet<>(CapabilityHashes.nodes(serverInfo));
    names.add(CAPS_NODE + "#" + verificationString);
    this.serverNodes = Set.copyOf(names);
  }

  /** What the stream features say of this node's capabilities (XEP-0115 6.3, XEP-0390 5.2). */
  public List<Element> streamFeatures() {
    return List.of(
        EntityCapabilities.element(CAPS_NODE, verificationString),
        CapabilityHashes.element(serverInfo));
  }

  private Set<String> features(
      List<XmppModule> others, Function<XmppModule, Set<String>> featuresOf) {
    Set<String> features = new TreeSet<>(featuresOf.apply(this));
    others.forEach(module -> features.addAll(featuresOf.apply(module)));
    return features;
  }

  private static Element.Builder identity(String category, String type) {
    return Element.builder("identity", Ns.DISCO_INFO)
        .attribute("category", category)
        .attribute("type", type);
  }

  /** Identities stand before features (XEP-0030 12.1). */
  private static Element.Builder info(List<Element> identities, Set<String> features) {
    Element.Builder info = Element.builder("query", Ns.DISCO_INFO).children(identities);
    for (String feature : features) {
      info.child(Element.builder("feature", Ns.DISCO_INFO).attribute("var", feature).build());
    }
    return info;
  }

  private static Element item(LocalService service) {
    return Element.builder("item", Ns.DISCO_ITEMS)
        .attribute("jid", service.address().toString())
        .attribute("name", service.name())
        .build();
  }

  private static Optional<Element> contactForm(Map<String, List<String>> contacts) {
    if (contacts.isEmpty()) {
      return Optional.empty();
    }
    Element.Builder form =
        Element.builder("x", Ns.DATA_FORMS)
            .attribute("type", "result")
            .child(
                Element.builder("field", Ns.DATA_FORMS)
                    .attribute("type", "hidden")
                    .attribute("var", "FORM_TYPE")
                    .textElement("value", Ns.DATA_FORMS, SERVER_INFO)
                    .build());
    contacts.forEach(
        (field, uris) -> {
          Element.Builder values =
              Element.builder("field", Ns.DATA_FORMS)
                  .attribute("type", "list-multi")
                  .attribute("var", field);
          uris.forEach(uri -> values.textElement("value", Ns.DATA_FORMS, uri));
          form.child(values.build());
        });
    return Optional.of(form.build());
  }

  @Override
  public List<ServerHandler> serverHandlers() {
    return List.of(
        new ServerHandler(Iq.Type.GET, "query", Ns.DISCO_INFO, this::serverInfo),
        new ServerHandler(Iq.Type.GET, "query", Ns.DISCO_ITEMS, this::serverItems));
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(
            Iq.Type.GET, "query", Ns.DISCO_INFO, Access.SUBSCRIBER, this::accountInfo),
        new AccountHandler(
            Iq.Type.GET, "query", Ns.DISCO_ITEMS, Access.SUBSCRIBER, this::accountItems));
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS);
  }

  @Override
  public Set<String> accountFeatures() {
    return Set.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS);
  }

  private void serverInfo(IqRequest request) {
    answer(request, serverInfo, serverNodes);
  }

  private void serverItems(IqRequest request) {
    answer(request, serverItems, Set.of());
  }

  private void accountInfo(IqRequest request, AccountState account, EntityShard shard) {
    if (request.payload().attribute("node").isPresent()) {
      nodes.handle(request, account, shard);
    } else {
      boolean isOwn = request.requester().bare().equals(account.jid());
      request.succeed(isOwn ? ownInfo : accountInfo);
    }
  }

  private void accountItems(IqRequest request, AccountState account, EntityShard shard) {
    nodes.handle(request, account, shard);
  }

  /** Echoes the node that was asked for (XEP-0030 3.2); a node that is not there is not found. */
  private static void answer(IqRequest request, Element query, Set<String> nodes) {
    Optional<String> node = request.payload().attribute("node");
    if (node.isEmpty()) {
      request.succeed(query);
    } else if (nodes.contains(node.get())) {
      request.succeed(query.with("node", node.get()));
    } else {
      request.refuse(Condition.ITEM_NOT_FOUND);
    }
  }
}
