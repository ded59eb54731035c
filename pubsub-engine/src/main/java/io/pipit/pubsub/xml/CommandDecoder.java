package io.pipit.pubsub.xml;

import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.TypeFilter;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the requests of XEP-0060, and those of service discovery, of archives (XEP-0442) and of
 * registration (XEP-0077) to a pubsub service, into commands. Refuses what is not of the form that
 * the schemas give (17.1, 17.4) and what asks for something that is not offered; everything else is
 * the engine's to decide. Stateless; any thread.
 */
public final class CommandDecoder {

  /** A request that was read. */
  public sealed interface Decoded {

    record Accepted(Command command) implements Decoded {}

    /** Its sender gets the error. */
    record Refused(PubsubError error) implements Decoded {}
  }

  /** What may leave the node out and then is about the root. */
  private static final Set<String> OF_ROOT = Set.of("subscribe", "unsubscribe", "options");

  private CommandDecoder() {}

  /**
   * The node that a request concerns, without reading the rest of it: the partition that has to
   * decide. Empty for what the directory decides, and for what will be refused anyway.
   */
  public static Optional<String> node(Iq iq) {
    Element payload = iq.payload().orElse(null);
    if (payload == null) {
      return Optional.empty();
    }
    if (payload.is("command", Ns.COMMANDS)) {
      return AdHocReader.chosenNode(payload);
    }
    if (payload.is("query", Ns.REGISTER)) {
      return Optional.empty();
    }
    boolean itself = isDisco(payload) || isOfArchive(payload);
    Element named = itself ? payload : payload.firstElement().filter(e -> !isNew(e)).orElse(null);
    return named == null
        ? Optional.empty()
        : Optional.of(named.attribute("node", ""))
            .filter(node -> !node.isEmpty() || OF_ROOT.contains(named.name()))
            .filter(node -> isOfNode(payload, node))
            .filter(node -> !(itself && isOwn(node)));
  }

  /** Whether service discovery means no pubsub node by it. */
  private static boolean isOwn(String node) {
    return AdHocReader.isOwn(node) || node.equals(Ns.SHIM);
  }

  private static boolean isDisco(Element payload) {
    return payload.is("query", Ns.DISCO_INFO) || payload.is("query", Ns.DISCO_ITEMS);
  }

  private static boolean isOfArchive(Element payload) {
    return payload.is("query", PubsubNs.ARCHIVE) || payload.is("metadata", PubsubNs.ARCHIVE);
  }

  private static boolean isNew(Element action) {
    return action.name().equals("create") || action.is("default", PubsubNs.OWNER);
  }

  /** What hangs together, and what a filter holds, is for the directory. */
  private static boolean isOfNode(Element payload, String node) {
    return isDisco(payload)
        ? !NodeFilter.isFilter(node)
        : payload.firstElement().filter(e -> e.name().equals("collection")).isEmpty();
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException when the iq is no request or has no sender: a defect of the
   *     caller, which stamps it
   */
  public static Decoded decode(Iq iq) {
    if (!iq.isRequest()) {
      throw new IllegalArgumentException("not a request: " + iq.type());
    }
    Jid requester = iq.from().orElseThrow(() -> new IllegalArgumentException("no sender"));
    boolean get = iq.type() == Iq.Type.GET;
    Element payload = iq.payload().orElse(null);
    if (payload == null) {
      return refused(PubsubError.BAD_REQUEST);
    }
    if (isDisco(payload)) {
      return get ? disco(requester, payload) : refused(PubsubError.BAD_REQUEST);
    }
    if (payload.is("pubsub", PubsubNs.PUBSUB)) {
      return new RequestReader(requester, payload).read(get);
    }
    if (payload.is("pubsub", PubsubNs.OWNER)) {
      return new OwnerRequestReader(requester, payload).read(get);
    }
    if (payload.is("command", Ns.COMMANDS)) {
      return get ? refused(PubsubError.BAD_REQUEST) : AdHocReader.read(requester, payload);
    }
    if (isOfArchive(payload)) {
      return new ArchiveRequestReader(requester, payload).read(get);
    }
    if (payload.is("query", Ns.REGISTER)) {
      return registration(requester, payload, get);
    }
    return refused(PubsubError.SERVICE_UNAVAILABLE);
  }

  /** XEP-0077 3.1 and 3.2; there are no fields, so that those which come are ignored. */
  private static Decoded registration(Jid requester, Element query, boolean get) {
    if (get) {
      return accepted(new ServiceCommand.RetrieveRegistration(requester));
    }
    if (query.child("remove", Ns.REGISTER).isEmpty()) {
      return accepted(new ServiceCommand.Register(requester));
    }
    return query.elements().size() == 1
        ? accepted(new ServiceCommand.EndRegistration(requester))
        : refused(PubsubError.BAD_REQUEST);
  }

  /**
   * Reads a message: the answer of an owner to the question whether an entity may subscribe.
   *
   * @return empty for an answer that decides nothing (XEP-0060 8.6)
   * @throws IllegalArgumentException when the message has no sender
   */
  public static Optional<Decoded> decode(Message message) {
    Jid requester = message.from().orElseThrow(() -> new IllegalArgumentException("no sender"));
    return AuthorizationForm.read(requester, message);
  }

  private static Decoded disco(Jid requester, Element query) {
    String node = query.attribute("node", "");
    if (AdHocReader.isOwn(node)) {
      return accepted(AdHocReader.discovery(requester, query));
    }
    if (node.equals(Ns.SHIM)) {
      return accepted(
          query.namespace().equals(Ns.DISCO_INFO)
              ? new ServiceCommand.DiscoverHeaders(requester)
              : new ServiceCommand.DiscoverHeaderItems(requester));
    }
    boolean filter = NodeFilter.isFilter(node);
    if (query.namespace().equals(Ns.DISCO_INFO)) {
      return accepted(
          node.isEmpty()
              ? new ServiceCommand.DiscoverService(requester)
              : filter
                  ? new ServiceCommand.DiscoverFilter(requester, node)
                  : new NodeCommand.DiscoverNode(requester, node));
    }
    ResultSet.Reading page = ResultSet.find(query).map(ResultSet::readRequest).orElse(null);
    if (page instanceof ResultSet.Refused) {
      return refused(PubsubError.BAD_REQUEST);
    }
    Optional<TypeFilter> filtered = types(query);
    if (filtered.isEmpty()) {
      return refused(PubsubError.BAD_REQUEST);
    }
    ResultSet.Request request = (ResultSet.Request) page;
    TypeFilter types = filtered.get();
    return accepted(
        node.isEmpty()
            ? new ServiceCommand.DiscoverNodes(requester, request, types)
            : filter
                ? new ServiceCommand.DiscoverChildren(requester, node, request, types)
                : new NodeCommand.DiscoverItems(requester, node, request, types));
  }

  /** Which types of nodes are asked for (XEP-0462); empty when that cannot be read. */
  private static Optional<TypeFilter> types(Element query) {
    Optional<Element> filter = query.child("filter", PubsubNs.TYPE_FILTER);
    if (filter.isEmpty()) {
      return Optional.of(TypeFilter.NONE);
    }
    return filter
        .flatMap(DataForm::find)
        .filter(form -> form.type() == DataForm.Type.SUBMIT)
        .filter(form -> form.formType().filter(PubsubNs.TYPE_FILTER::equals).isPresent())
        .flatMap(
            form -> {
              boolean including = form.field("included-types").isPresent();
              boolean excluding = form.field("excluded-types").isPresent();
              return including && excluding
                  ? Optional.empty()
                  : Optional.of(
                      new TypeFilter(
                          new HashSet<>(
                              form.values(including ? "included-types" : "excluded-types")),
                          including));
            });
  }

  static Decoded accepted(Command command) {
    return new Decoded.Accepted(command);
  }

  static Decoded refused(PubsubError error) {
    return new Decoded.Refused(error);
  }
}
