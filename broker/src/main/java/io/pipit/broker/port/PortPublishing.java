package io.pipit.broker.port;

import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.metrics.PublishResult;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.Requester;
import io.pipit.broker.queue.QueueChange;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PayloadContainer;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.StanzaHeader;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.Names;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.StanzaError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Has items of doors published as those of everybody else. Any thread. */
final class PortPublishing {

  private static final int MOST_KEY_LENGTH = 255;
  private static final String TITLE = NodeConfigFields.TITLE.var();

  private final PubsubService pubsub;
  private final AccessRules rules;
  private final Protocol door;
  private final BrokerMetrics metrics;

  /**
   * @param door as what publishes are counted
   */
  PortPublishing(PubsubService pubsub, AccessRules rules, Protocol door, BrokerMetrics metrics) {
    this.door = door;
    this.pubsub = pubsub;
    this.rules = rules;
    this.metrics = metrics;
  }

  /**
   * Publishes.
   *
   * @param told on any thread, once
   */
  void publish(PortPublish publish, Consumer<PortResult> told) {
    publish(publish, List.of(), told);
  }

  /**
   * Publishes.
   *
   * @param together what is logged with it, unless it is refused
   */
  void publish(PortPublish publish, List<QueueChange> together, Consumer<PortResult> told) {
    Optional<PortResult> refusal =
        refusal(publish.requester(), publish.node()).or(() -> misfit(publish));
    if (refusal.isPresent()) {
      metrics.published(door, PublishResult.REFUSED, 0);
      told.accept(refusal.get());
      return;
    }
    pubsub.submit(command(publish), new Asking(publish.assurance(), together, told));
  }

  /** Ends what stands for a node; told as by {@link #publish}. */
  void endStanding(NodeCommand.EndStanding command, int assurance, Consumer<PortResult> told) {
    Optional<PortResult> refusal = refusal(command.requester(), command.node());
    if (refusal.isPresent()) {
      metrics.published(door, PublishResult.REFUSED, 0);
      told.accept(refusal.get());
      return;
    }
    pubsub.submit(command, new Asking(assurance, List.of(), told));
  }

  /** Gives a node a title, unless it has one; told as by {@link #publish}. */
  void title(Jid requester, String node, String title, Consumer<PortResult> told) {
    Optional<PortResult> refusal =
        refusal(requester, node)
            .or(
                () ->
                    isText(title)
                        ? Optional.empty()
                        : refused(
                            Reason.INVALID_PAYLOAD,
                            "the title has characters that XML cannot hold"));
    if (refusal.isPresent()) {
      told.accept(refusal.get());
      return;
    }
    pubsub.submit(
        new NodeCommand.RetrieveConfiguration(requester, node),
        new Titling(
            response -> {
              boolean isFree =
                  response instanceof Response.Configuration known
                      && known.config().title().isEmpty();
              if (isFree) {
                Map<String, List<String>> changed = Map.of(TITLE, List.of(title));
                pubsub.submit(
                    new NodeCommand.Configure(requester, node, changed),
                    new Titling(done -> told.accept(result(done)), told));
              } else {
                told.accept(result(response));
              }
            },
            told));
  }

  /** Who asks about the title of a node, which is no publish and is not counted. */
  private record Titling(Consumer<Response> then, Consumer<PortResult> told) implements Requester {
    @Override
    public void decided(Response response) {
      then.accept(response);
    }

    @Override
    public void refused(StanzaError error) {
      told.accept(new PortResult.Refused(Reason.FAILED, said(error)));
    }
  }

  private Optional<PortResult> refusal(Jid requester, String node) {
    if (!rules.mayPublish(requester, node) || PortNames.isPersonal(node)) {
      return refused(Reason.NOT_AUTHORISED, "you may not publish there");
    }
    return Names.isNode(pubsub.address(), node)
        ? Optional.empty()
        : refused(Reason.BAD_NAME, "no node can have that name");
  }

  private static Optional<PortResult> misfit(PortPublish publish) {
    if (publish.id() != null && !Names.isItem(publish.id())) {
      return refused(Reason.FAILED, "no item can have that id");
    }
    String key = publish.key();
    if (key != null && (key.isBlank() || key.length() > MOST_KEY_LENGTH)) {
      return refused(Reason.FAILED, "no publish can have that key");
    }
    for (PortHeader header : publish.headers()) {
      if (header.name().isEmpty() || !isText(header.name()) || !isText(header.value())) {
        return refused(Reason.INVALID_PAYLOAD, "a header has characters that XML cannot hold");
      }
    }
    return ItemHeaders.areWithinBounds(headers(publish))
        ? Optional.empty()
        : refused(Reason.QUOTA, "more headers than an item may have");
  }

  private static Optional<PortResult> refused(Reason reason, String text) {
    return Optional.of(new PortResult.Refused(reason, text));
  }

  /** Char of XML 1.0 2.2. */
  private static boolean isText(String text) {
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      boolean isChar =
          point == '\t'
              || point == '\n'
              || point == '\r'
              || (point >= ' ' && point < 0xD800)
              || (point > 0xDFFF && point < 0xFFFE)
              || point > 0xFFFF;
      if (!isChar) {
        return false;
      }
      at += Character.charCount(point);
    }
    return true;
  }

  private static NodeCommand.Publish command(PortPublish publish) {
    PublishKind kind =
        publish.standing()
            ? PublishKind.STANDING
            : publish.passing() ? PublishKind.PASSING : PublishKind.ITEM;
    return new NodeCommand.Publish(
        publish.requester(),
        publish.node(),
        List.of(new PublishedItem(publish.id(), payload(publish.payload()), headers(publish))),
        Map.of(),
        publish.key(),
        kind,
        publish.template());
  }

  /** The element that holds a payload. */
  static SerializedXml payload(PortPayload payload) {
    PayloadContainer.Kind kind =
        switch (payload.kind()) {
          case "json" -> PayloadContainer.Kind.JSON;
          case "text" -> PayloadContainer.Kind.TEXT;
          case "binary" -> PayloadContainer.Kind.BINARY;
          case "xml" -> PayloadContainer.Kind.XML;
          case "auto" -> PayloadContainer.Kind.AUTO;
          default -> throw new IllegalArgumentException("a payload of kind " + payload.kind());
        };
    return PayloadContainer.wrap(kind, payload.contentType(), payload.content());
  }

  /** Without what the service itself says of items. */
  private static List<ItemHeader> headers(PortPublish publish) {
    boolean isLess = publish.standing() && publish.assurance() < Requester.EVERYTHING;
    if (publish.headers().isEmpty() && !isLess) {
      return List.of();
    }
    List<ItemHeader> headers = new ArrayList<>(publish.headers().size() + 1);
    for (PortHeader header : publish.headers()) {
      if (!StanzaHeader.isReserved(header.name())
          && !header.name().equalsIgnoreCase(ItemHeaders.ASSURANCE)) {
        headers.add(new ItemHeader(header.name(), header.value()));
      }
    }
    if (isLess) {
      headers.add(new ItemHeader(ItemHeaders.ASSURANCE, Integer.toString(publish.assurance())));
    }
    return headers;
  }

  /** A door that asks, and is told as it understands it. */
  private final class Asking implements Requester {

    private final int assurance;
    private final List<QueueChange> together;
    private final Consumer<PortResult> told;
    private final long since = System.nanoTime();

    Asking(int assurance, List<QueueChange> together, Consumer<PortResult> told) {
      this.assurance = assurance;
      this.together = together;
      this.told = told;
    }

    @Override
    public int assurance() {
      return assurance;
    }

    @Override
    public List<QueueChange> together() {
      return together;
    }

    @Override
    public void decided(Response response) {
      PortResult result = result(response);
      boolean isRepeated = result instanceof PortResult.Done done && done.repeated();
      count(
          result instanceof PortResult.Refused
              ? PublishResult.REFUSED
              : isRepeated ? PublishResult.REPEATED : PublishResult.ACCEPTED);
      told.accept(result);
    }

    @Override
    public void refused(StanzaError error) {
      count(PublishResult.FAILED);
      boolean isBusy = error.condition() == StanzaError.Condition.RESOURCE_CONSTRAINT;
      told.accept(new PortResult.Refused(isBusy ? Reason.BUSY : Reason.FAILED, said(error)));
    }

    private void count(PublishResult result) {
      metrics.published(door, result, System.nanoTime() - since);
    }
  }

  private static PortResult result(Response response) {
    if (response instanceof Response.Published published) {
      String id = published.ids().isEmpty() ? "" : published.ids().get(0);
      return new PortResult.Done(id, published.repeated(), published.anybody());
    }
    if (response instanceof Response.Refusal refusal) {
      StanzaError error = refusal.error().toStanzaError(refusal.detail());
      return new PortResult.Refused(PortReasons.of(refusal.error()), said(error));
    }
    return new PortResult.Done("", false, false);
  }

  private static String said(StanzaError error) {
    return error.text() == null ? error.condition().wire() : error.text();
  }
}
