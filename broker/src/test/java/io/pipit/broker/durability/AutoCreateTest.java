package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publish that creates its node, over the shards of node and directory (XEP-0060 7.1.4). */
@Timeout(60)
class AutoCreateTest {

  private static final long QUEUE_BYTES = 3_000;

  private final ServiceInProcess service =
      new ServiceInProcess(
          QUEUE_BYTES,
          ServicePolicy.builder(ServiceInProcess.SERVICE, "Publish-Subscribe")
              .autoCreate(true)
              .build());
  private final FakeStream ann = service.connect("ann@pipit.test/a");
  private final FakeStream bob = service.connect("bob@pipit.test/b");

  @AfterEach
  void close() {
    service.close();
  }

  private static String iq(String type, String id, String namespace, String operation) {
    return "<iq type='%s' id='%s' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, id, ServiceInProcess.SERVICE, namespace, operation);
  }

  private static String publish(String node, String id, String... options) {
    StringBuilder fields = new StringBuilder();
    for (String option : options) {
      String[] parts = option.split("=", 2);
      fields.append(
          "<field var='pubsub#%s'><value>%s</value></field>".formatted(parts[0], parts[1]));
    }
    return iq(
        "set",
        id,
        PubsubNs.PUBSUB,
        "<publish node='%s'><item id='%s'><t xmlns='urn:t'/></item></publish>".formatted(node, id)
            + "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
            + "<value>"
            + PubsubNs.PUBLISH_OPTIONS
            + "</value></field>"
            + fields
            + "</x></publish-options>");
  }

  private static String subscribe(String node, String jid) {
    return iq(
        "set",
        "subscribe",
        PubsubNs.PUBSUB,
        "<subscribe node='%s' jid='%s'/>".formatted(node, jid));
  }

  private static String items(String node) {
    return iq("get", "items", PubsubNs.PUBSUB, "<items node='" + node + "'/>");
  }

  private static String list() {
    return "<iq type='get' id='list' to='%s'><query xmlns='%s'/></iq>"
        .formatted(ServiceInProcess.SERVICE, Ns.DISCO_ITEMS);
  }

  private static List<String> answers(FakeStream client) {
    return client.take().stream()
        .map(
            stanza ->
                stanza.name().equals("message")
                    ? "event"
                    : stanza.attribute("id", "")
                        + " "
                        + stanza
                            .child("error", Ns.CLIENT)
                            .map(error -> StanzaError.read(error).condition().wire())
                            .orElse(stanza.attribute("type", "")))
        .toList();
  }

  private List<Change> logged() {
    List<Change> changes = new ArrayList<>();
    service.log.replay((position, record) -> changes.add(ChangeCodec.decode(record)));
    return changes;
  }

  @Test
  @Tag("PS-7.1.4-support")
  @Tag("PS-7.1.5-create-with")
  void nodeAndItemAreOneBatchOfTheLogAndAnsweredAfterItsSync() {
    service.send(ann, publish("n", "1", "title=T"));
    assertEquals(List.of(), answers(ann));
    service.sync();
    assertEquals(List.of("1 result"), answers(ann));
    List<Change> changes = logged();
    assertEquals(2, changes.size());
    assertTrue(changes.get(0) instanceof Change.NodeCreated);
    assertTrue(changes.get(1) instanceof Change.ItemsPublished);
    assertEquals(1, service.log.batches(), "the log keeps a batch whole");
  }

  @Test
  @Tag("PS-7.1.5-race-create")
  void refusedPublishLeavesNothing() {
    service.send(ann, publish("n", "1", "unheard_of=1"), list());
    service.sync();
    List<Element> told = ann.take();
    assertEquals("error", told.get(0).attribute("type", ""));
    assertEquals(0, told.get(1).child("query", Ns.DISCO_ITEMS).orElseThrow().elements().size());
    assertEquals(List.of(), logged());
  }

  @Test
  @Tag("XC-6120-in-order")
  void whatIsAskedBehindThePublishFindsTheNode() {
    service.send(
        ann,
        publish("n", "1"),
        subscribe("n", "ann@pipit.test/a"),
        publish("n", "2"),
        items("n"),
        list());
    service.sync();
    service.sync();
    List<String> told = answers(ann);
    assertEquals(
        List.of("1 result", "subscribe result", "2 result", "event", "items result"),
        told.subList(0, 5));
    assertEquals("list result", told.get(told.size() - 1));
  }

  @RepeatedTest(20)
  void twoWhoPublishAtOnceBothDoIfTheyMay() {
    service.sendAtOnce(
        ann, publish("n", "1", "publish_model=open"), bob, publish("n", "2", "publish_model=open"));
    service.sync();
    service.sync();
    assertEquals(List.of("1 result"), answers(ann));
    assertEquals(List.of("2 result"), answers(bob));
    assertEquals(3, logged().size());
  }

  @RepeatedTest(20)
  void ofTwoWhoPublishAtOnceTheSecondIsJudgedByTheNodeOfTheFirst() {
    service.sendAtOnce(ann, publish("n", "1"), bob, publish("n", "2"));
    service.sync();
    service.sync();
    List<String> told = new ArrayList<>(answers(ann));
    told.addAll(answers(bob));
    assertTrue(
        told.equals(List.of("1 result", "2 forbidden"))
            || told.equals(List.of("1 forbidden", "2 result")),
        told.toString());
    assertEquals(2, logged().size());
  }

  @RepeatedTest(20)
  void createAndPublishAtOnceBothSucceedOrTheCreateFindsTheNode() {
    service.sendAtOnce(
        ann, iq("set", "create", PubsubNs.PUBSUB, "<create node='n'/>"), ann, publish("n", "1"));
    service.sync();
    service.sync();
    assertEquals(List.of("create result", "1 result"), answers(ann));
  }

  @Test
  void whatTheDiskLosesIsNoNode() {
    service.send(ann, publish("n", "1"), publish("n", "2"));
    service.fail();
    assertEquals(List.of("1 resource-constraint", "2 resource-constraint"), answers(ann));
    service.send(ann, publish("n", "3"), items("n"));
    assertEquals(List.of("3 resource-constraint", "items item-not-found"), answers(ann));
  }

  @Test
  void congestedLogCreatesNothing() {
    for (int i = 0; !service.log.isCongested(); i++) {
      service.send(ann, publish("full", "f" + i));
    }
    service.send(bob, publish("n", "1"));
    assertEquals(List.of("1 resource-constraint"), answers(bob));
    service.sync();
    service.send(bob, publish("n", "2"));
    service.sync();
    assertEquals(List.of("2 result"), answers(bob));
  }
}
