package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.durability.RunningService.Hold;
import io.pipit.broker.stream.FakeStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A configuration that says of a node what only the node knows and what only the directory knows
 * (XEP-0248 7.2), while these are on different loops: both change, or neither.
 */
@Timeout(60)
@SuppressWarnings("try") // a hold is there to be closed
class PlacedNodeTest {

  private static final int LOOPS = 3;
  private static final long QUEUE_BYTES = 100_000;
  private static final String ELSEWHERE = "body_xslt=xmpp:pubsub.example.net?;node=sheets;item=a";

  private ServiceInProcess service = start(InMemoryLog.held(QUEUE_BYTES));
  private final LoopInbox directory = service.loopOfDirectory();
  private final LoopInbox ofClients =
      service.loops().stream().filter(loop -> loop != directory).findFirst().orElseThrow();
  private FakeStream juliet = service.connect("juliet@pipit.test/balcony", ofClients);
  private FakeStream romeo = service.connect("romeo@pipit.test/orchard", ofClients);

  /** Owned by another loop than the directory's and the clients'. */
  private final String node =
      IntStream.range(0, 1_000)
          .mapToObj(i -> "n" + i)
          .filter(name -> service.loopOfNode(name) != directory)
          .filter(name -> service.loopOfNode(name) != ofClients)
          .findFirst()
          .orElseThrow();

  private static ServiceInProcess start(InMemoryLog log) {
    return new ServiceInProcess(
        log, ServicePolicy.open(ServiceInProcess.SERVICE, "Publish-Subscribe"), LOOPS);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private static String iq(String type, String id, String namespace, String operation) {
    return "<iq type='%s' id='%s' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, id, ServiceInProcess.SERVICE, namespace, operation);
  }

  private static String form(String... options) {
    StringBuilder fields = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
    for (String option : options) {
      String[] parts = option.split("=", 2);
      fields.append(
          "<field var='pubsub#%s'><value>%s</value></field>".formatted(parts[0], parts[1]));
    }
    return fields.append("</x>").toString();
  }

  private static String create(String name, String... options) {
    return iq(
        "set",
        "create",
        PubsubNs.PUBSUB,
        "<create node='" + name + "'/><configure>" + form(options) + "</configure>");
  }

  private String configure(String id, String... options) {
    return iq(
        "set",
        id,
        PubsubNs.OWNER,
        "<configure node='" + node + "'>" + form(options) + "</configure>");
  }

  private String affiliate(String id, FakeStream client, String affiliation) {
    return iq(
        "set",
        id,
        PubsubNs.OWNER,
        "<affiliations node='%s'><affiliation jid='%s' affiliation='%s'/></affiliations>"
            .formatted(node, client.jid().bare(), affiliation));
  }

  private String publish(String id) {
    return iq(
        "set",
        id,
        PubsubNs.PUBSUB,
        "<publish node='" + node + "'><item id='" + id + "'><t xmlns='urn:t'/></item></publish>");
  }

  private static List<String> answers(FakeStream client) {
    return client.take().stream()
        .filter(stanza -> stanza.name().equals("iq"))
        .map(
            stanza ->
                stanza.attribute("id", "")
                    + " "
                    + stanza
                        .child("error", Ns.CLIENT)
                        .map(error -> StanzaError.read(error).condition().wire())
                        .orElse(stanza.attribute("type", "")))
        .toList();
  }

  /** Title and collections, as the form of the node says. */
  private String described() {
    service.sync();
    juliet.take();
    service.send(juliet, iq("get", "form", PubsubNs.OWNER, "<configure node='" + node + "'/>"));
    Element configure =
        juliet
            .take()
            .get(0)
            .child("pubsub", PubsubNs.OWNER)
            .orElseThrow()
            .firstElement()
            .orElseThrow();
    DataForm form = DataForm.find(configure).orElseThrow();
    return form.value("pubsub#title").orElse("") + " in " + form.values("pubsub#collection");
  }

  private List<String> loggedBehind(int from) {
    List<String> changes = new ArrayList<>();
    service.log.replay(
        (position, record) -> {
          Change change = ChangeCodec.decode(record);
          if (position > from) {
            changes.add(change.getClass().getSimpleName());
          }
        });
    return changes;
  }

  /** Two collections and the node, which juliet and romeo own. */
  private void begin() {
    service.send(
        juliet,
        create("c1", "node_type=collection", "children_association_policy=all"),
        create("c2", "node_type=collection", "children_association_policy=all"),
        create(node, "title=before"),
        affiliate("owners", romeo, "owner"));
    while (juliet.takeXml().stream().noneMatch(stanza -> stanza.contains("id='owners'"))) {
      service.sync();
    }
    service.sync();
    assertEquals("before in []", described());
  }

  @Test
  @Tag("COL-7.2.1-collection")
  @Tag("COL-8.3-config-reflects")
  void bothPartsAreOneBatchOfTheLog() {
    begin();
    int before = service.log.batches();
    int position = (int) service.log.appended();
    service.send(juliet, configure("c", "title=after", "collection=c1"));
    assertEquals(List.of(), answers(juliet));
    service.sync();
    assertEquals(List.of("c result"), answers(juliet));
    assertEquals(List.of("NodeConfigured", "ChildAssociated"), loggedBehind(position));
    assertEquals(1, service.log.batches() - before, "the log keeps a batch whole");
    assertEquals("after in [c1]", described());
  }

  @Test
  @Tag("COL-7.2.4-to-collection-purge")
  void leafBecomesACollectionAndHasChildrenInOneBatch() {
    begin();
    int before = service.log.batches();
    int position = (int) service.log.appended();
    service.send(juliet, configure("c", "title=after", "node_type=collection", "children=c1"));
    InMemoryLog early = service.log.reopened();
    service.sync();
    assertEquals(List.of("c result"), answers(juliet));
    assertEquals(
        List.of("NodePurged", "NodeConfigured", "ChildAssociated"), loggedBehind(position));
    assertEquals(1, service.log.batches() - before, "the log keeps a batch whole");
    InMemoryLog late = service.log.reopened();
    restart(early);
    assertEquals("before in []", described());
    restart(late);
    assertEquals("after in []", described());
    service.send(juliet, configure("leaf", "node_type=leaf", "children="));
    service.sync();
    assertEquals(List.of("leaf not-allowed"), answers(juliet));
  }

  @Test
  void whatEitherRefusesChangesNothing() {
    begin();
    int position = (int) service.log.appended();
    service.send(
        juliet,
        configure("sheet", "title=after", "collection=c1", ELSEWHERE),
        configure("missing", "title=after", "collection=missing"),
        configure("itself", "title=after", "collection=" + node));
    service.sync();
    assertEquals(
        List.of("sheet not-acceptable", "missing item-not-found", "itself not-allowed"),
        answers(juliet));
    assertEquals(position, service.log.appended());
    assertEquals("before in []", described());
  }

  /** The process ends before the batch is durable, or behind it. */
  @Test
  void restartFindsBothPartsOrNeither() {
    begin();
    service.send(juliet, configure("c", "title=after", "collection=c1"));
    InMemoryLog early = service.log.reopened();
    service.sync();
    InMemoryLog late = service.log.reopened();
    restart(early);
    assertEquals("before in []", described());
    restart(late);
    assertEquals("after in [c1]", described());
  }

  private void restart(InMemoryLog log) {
    service.close();
    service = start(log);
    juliet = service.connect("juliet@pipit.test/balcony", service.loops().get(0));
    romeo = service.connect("romeo@pipit.test/orchard", service.loops().get(0));
  }

  @Test
  void whatTheDiskLosesChangesNeither() {
    begin();
    service.send(juliet, configure("c", "title=after", "collection=c1"));
    service.fail();
    assertEquals(List.of("c resource-constraint"), answers(juliet));
    assertEquals("before in []", described());
    service.send(juliet, configure("again", "title=after", "collection=c1"), publish("p"));
    assertEquals(
        List.of("again resource-constraint", "p resource-constraint"),
        answers(juliet),
        "the node is not on hold for ever");
  }

  @Test
  void whatComesForTheNodeMeanwhileIsDecidedBehindIt() {
    begin();
    try (Hold held = service.hold(directory)) {
      service.send(juliet, configure("c", "title=after", "collection=c1"));
      service.send(romeo, publish("p"), affiliate("a", juliet, "none"));
      service.sync();
      assertEquals(List.of(), answers(romeo));
    }
    service.sync();
    assertEquals(List.of("c result"), answers(juliet), "she was an owner then");
    assertEquals(List.of("p result", "a result"), answers(romeo));
    service.send(juliet, configure("again", "title=later", "collection=c2"));
    service.sync();
    assertEquals(List.of("again forbidden"), answers(juliet));
  }

  /** The directory hears of what the node decided before, and so decides on the same node. */
  @Test
  void ownerWhoWasRemovedJustBeforeChangesNothing() {
    begin();
    int position = (int) service.log.appended();
    try (Hold held = service.hold(directory)) {
      service.send(romeo, affiliate("a", juliet, "none"));
      service.send(juliet, configure("c", "title=after", "collection=c1"));
    }
    service.sync();
    assertEquals(List.of("c forbidden"), answers(juliet));
    assertEquals(List.of("AffiliationChanged"), loggedBehind(position));
  }

  @Test
  void collectionThatGoesMeanwhileRefusesAll() {
    begin();
    try (Hold held = service.hold(service.loopOfNode(node))) {
      service.send(romeo, configure("c", "title=after", "collection=c1"));
      service.send(juliet, iq("set", "d", PubsubNs.OWNER, "<delete node='c1'/>"));
      service.sync();
    }
    service.sync();
    List<String> answers = new ArrayList<>(answers(romeo));
    assertEquals(List.of("c item-not-found"), answers);
    assertEquals("before in []", described());
  }

  @RepeatedTest(20)
  void ofTwoFormsAtOnceOneComesBehindTheOtherWhole() {
    begin();
    service.sendAtOnce(
        juliet,
        configure("j", "title=hers", "collection=c1"),
        romeo,
        configure("r", "title=his", "collection=c2"));
    service.sync();
    service.sync();
    assertEquals(List.of("j result"), answers(juliet));
    assertEquals(List.of("r result"), answers(romeo));
    String described = described();
    assertTrue(List.of("hers in [c1]", "his in [c2]").contains(described), described);
    InMemoryLog log = service.log.reopened();
    restart(log);
    assertEquals(described, described());
  }
}
