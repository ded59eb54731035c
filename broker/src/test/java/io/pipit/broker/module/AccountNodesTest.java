package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.module.AccountNodes.Result;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The nodes of an account as the server itself uses and watches them, with small limits. */
class AccountNodesTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");
  private static final BareJid JULIET = BareJid.of("juliet@pipit.test");
  private static final BareJid ROMEO = BareJid.of("romeo@pipit.test");
  private static final String NODE = "urn:kept";
  private static final int ITEMS_PER_PUBLISH = 2;
  private static final int ANSWER_ITEMS = 3;
  private static final int NODES = 100;

  private static final Map<String, List<String>> PRIVATE =
      Map.of(
          "pubsub#access_model", List.of("whitelist"),
          "pubsub#persist_items", List.of("1"),
          "pubsub#max_items", List.of("100"));

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final LoopInbox loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
  private final InMemoryLog log = new InMemoryLog();
  private final EntityShard shard;
  private final PubsubService pubsub;
  private final AccountNodes nodes;

  AccountNodesTest() {
    NodeView.Factory views = (service, node) -> new InMemoryView();
    shard = new EntityShard(loop, log, views, new SubscriptionLedger());
    Shards shards = new Shards(List.of(shard));
    RosterSnapshots rosters = new RosterSnapshots();
    new Replay(log, shards, new Accounts(), rosters, null, views).everything();
    ResourceRegistry registry = new ResourceRegistry();
    ServiceLimits limits =
        new ServiceLimits(
            100, 100, 20, 100, 100, 1_000, ITEMS_PER_PUBLISH, 10_000, ANSWER_ITEMS, 100_000);
    pubsub =
        new PubsubService(
            ServicePolicy.builder(SERVICE, "Events").limits(limits).autoCreate(true).build(),
            limits,
            new ModuleTable(List.of()),
            shards,
            new Fanout(registry, List.of(loop)),
            rosters,
            registry::available,
            Clock.systemUTC(),
            new byte[32],
            new BrokerMetrics(),
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            () -> false);
    nodes = new AccountNodes(pubsub);
  }

  @AfterEach
  void end() {
    assertEquals(0, loop.failures());
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Asks in the shard and waits for the answer, which comes there. */
  private <T> T ask(Consumer<Consumer<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () ->
            question.accept(
                told -> {
                  assertTrue(loop.onLoop());
                  answer.complete(told);
                }));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Optional<StanzaError> publish(Map<String, List<String>> options, String... ids) {
    return ask(
        told ->
            pubsub.together(
                shard,
                () -> {
                  Together together = new Together(told);
                  for (int from = 0; from < ids.length; from += ITEMS_PER_PUBLISH) {
                    int to = Math.min(ids.length, from + ITEMS_PER_PUBLISH);
                    pubsub.decide(
                        JULIET,
                        publish(NODE, options, Arrays.copyOfRange(ids, from, to)),
                        shard,
                        together.another());
                  }
                  together.ended();
                }));
  }

  private static NodeCommand.Publish publish(
      String node, Map<String, List<String>> options, String... ids) {
    List<PublishedItem> items = new ArrayList<>();
    for (String id : ids) {
      items.add(new PublishedItem(id, XmlWriter.serialize(Element.of("a", "urn:a"))));
    }
    return new NodeCommand.Publish(JULIET, node, items, options, null);
  }

  private Result items(Jid requester, String... ids) {
    return ask(told -> nodes.items(requester, JULIET, NODE, List.of(ids), shard, told));
  }

  private List<String> found(String... ids) {
    return ((Result.Found) items(JULIET, ids)).items().stream().map(Item::id).toList();
  }

  private static Condition condition(Optional<StanzaError> error) {
    return error.orElseThrow().condition();
  }

  private static String[] ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "i" + i).toArray(String[]::new);
  }

  // ---- refusals

  @Test
  void nothingIsPublishedToANodeThatIsNotAsAskedFor() {
    assertEquals(Optional.empty(), publish(Map.of("pubsub#access_model", List.of("open")), "0"));
    assertEquals(Condition.CONFLICT, condition(publish(PRIVATE, ids(5))));
    assertEquals(List.of("0"), found());
  }

  @Test
  void whatIsNotAllowedIsRefused() {
    assertEquals(Optional.empty(), publish(PRIVATE, "1"));
    Result.Refused refused = (Result.Refused) items(ROMEO);
    assertEquals(Condition.NOT_ALLOWED, refused.error().condition());
  }

  private Optional<StanzaError> refusal(NodeCommand.Publish... publishes) {
    return ask(told -> told.accept(pubsub.refusal(JULIET, List.of(publishes), shard)));
  }

  /** Who asks first changes nothing. */
  @Test
  void whatWouldBeRefusedIsToldBeforeAnythingIsPublished() {
    assertEquals(
        Optional.empty(), refusal(publish(NODE, PRIVATE, "0"), publish("b", Map.of(), "0")));
    assertEquals(
        Condition.BAD_REQUEST,
        condition(refusal(publish(NODE, PRIVATE, "0"), publish("b", Map.of(), "1", "1"))));
    assertEquals(List.of(), found());
    assertEquals(Optional.empty(), publish(Map.of("pubsub#access_model", List.of("open")), "0"));
    assertEquals(Condition.CONFLICT, condition(refusal(publish(NODE, PRIVATE, "1"))));
    assertEquals(List.of("0"), found());
  }

  /** Each of them would be taken alone. */
  @Test
  void twoNodesAreRefusedWhereThereIsRoomForOne() {
    for (int i = 1; i < NODES; i++) {
      int node = i;
      this.<Response>ask(
          done -> pubsub.decide(JULIET, publish("n" + node, Map.of(), "0"), shard, new Done(done)));
    }
    assertEquals(Optional.empty(), refusal(publish("a", Map.of(), "0")));
    assertEquals(
        Condition.NOT_ALLOWED,
        condition(refusal(publish("a", Map.of(), "0"), publish("b", Map.of(), "0"))));
  }

  @Test
  void aNodeHasOneListener() {
    pubsub.watch(NODE, (change, owner) -> {});
    assertThrows(IllegalStateException.class, () -> pubsub.watch(NODE, (change, owner) -> {}));
  }

  // ---- what works

  @Test
  void nodeThatIsNotThereHasNoItems() {
    assertEquals(List.of(), found());
    assertEquals(List.of(), found("1"));
  }

  @Test
  void moreThanAPublishTakesAndAnAnswerCarriesComesWhole() {
    String[] ids = ids(11);
    assertEquals(Optional.empty(), publish(PRIVATE, ids));
    assertEquals(List.of(ids), found());
    assertEquals(List.of(ids), found(ids));
    assertEquals(List.of("i9", "i2"), found("i9", "no", "nor this", "nor that", "i2", "none"));
  }

  @Test
  void listenerIsToldOfWhatIsAboutToHappenAtAccountsAlone() {
    List<String> told = new ArrayList<>();
    pubsub.watch(
        NODE,
        (change, owner) ->
            told.add(
                change.getClass().getSimpleName()
                    + " "
                    + owner
                        .nodes(change.service())
                        .node(change.node())
                        .map(node -> String.valueOf(node.items().size()))
                        .orElse("gone")));
    publish(PRIVATE, ids(3));
    NodeCommand retract = new NodeCommand.Retract(JULIET, NODE, "i0", true);
    this.<Response>ask(done -> pubsub.decide(JULIET, retract, shard, new Done(done)));
    NodeCommand ofService =
        new NodeCommand.Publish(
            JULIET,
            NODE,
            List.of(new PublishedItem("1", XmlWriter.serialize(Element.of("a", "urn:a")))));
    this.<Response>ask(done -> pubsub.decide(SERVICE, ofService, shard, new Done(done)));
    this.<Response>ask(
        done ->
            pubsub.decide(
                JULIET, new NodeCommand.DeleteNode(JULIET, NODE, null), shard, new Done(done)));
    this.<Response>ask(
        done ->
            pubsub.decide(
                JULIET,
                new ServiceCommand.CreateNode(JULIET, NODE, Map.of()),
                shard,
                new Done(done)));
    assertEquals(
        List.of(
            "NodeCreated gone",
            "ItemsPublished 0",
            "ItemsPublished 2",
            "ItemsRetracted 3",
            "NodeDeleted 2",
            "NodeCreated gone"),
        told);
  }

  private record Done(Consumer<Response> told) implements Requester {

    @Override
    public void decided(Response response) {
      told.accept(response);
    }

    @Override
    public void refused(StanzaError error) {
      throw new AssertionError(error);
    }
  }
}
