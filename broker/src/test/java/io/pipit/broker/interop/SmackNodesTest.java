package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static io.pipit.broker.interop.SmackPair.ids;
import static io.pipit.broker.interop.SmackPair.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.packet.XmlElement;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.disco.packet.DiscoverItems;
import org.jivesoftware.smackx.pubsub.Affiliation;
import org.jivesoftware.smackx.pubsub.CollectionNode;
import org.jivesoftware.smackx.pubsub.EventElement;
import org.jivesoftware.smackx.pubsub.EventElementType;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.ItemsExtension;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.Node;
import org.jivesoftware.smackx.pubsub.NodeType;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubException;
import org.jivesoftware.smackx.pubsub.PubSubFeature;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.pubsub.SubscribeOptionFields;
import org.jivesoftware.smackx.pubsub.Subscription;
import org.jivesoftware.smackx.pubsub.form.FillableConfigureForm;
import org.jivesoftware.smackx.pubsub.form.FillableSubscribeForm;
import org.jivesoftware.smackx.rsm.packet.RSMSet;
import org.jivesoftware.smackx.rsm.packet.RSMSet.PageDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jxmpp.jid.impl.JidCreate;

/** What Smack does with nodes and their items, unchanged, against a node. */
class SmackNodesTest extends OnSmackPair {

  /**
   * What a new node does by itself is a feature of the service that does it (XEP-0060 10); some of
   * them only an account's service has. Smack spells subscription-notifications otherwise.
   */
  private static final Set<PubSubFeature> NOT_ADVERTISED =
      Set.of(
          PubSubFeature.access_authorize,
          PubSubFeature.access_presence,
          PubSubFeature.access_roster,
          PubSubFeature.access_whitelist,
          PubSubFeature.auto_subscribe,
          PubSubFeature.filtered_notifications,
          PubSubFeature.last_published,
          PubSubFeature.presence_subscribe,
          PubSubFeature.subscriptions_notifications);

  @ParameterizedTest
  @EnumSource(PubSubFeature.class)
  void featuresAreAdvertised(PubSubFeature feature) throws Exception {
    DiscoverInfo service = pair.owner().getSupportedFeatures();
    assertEquals(!NOT_ADVERTISED.contains(feature), service.containsFeature(feature.toString()));
    assertTrue(feature.toString().endsWith("#" + feature.getFeatureName()));
    assertTrue(service.hasIdentity("pubsub", "service"));
  }

  @Test
  void serviceIsFoundAndNodesAreMadeByThemselves() throws Exception {
    assertEquals(SmackPair.service(), pair.owner().getServiceJid());
    assertTrue(pair.owner().supportsAutomaticNodeCreation());
    assertTrue(pair.owner().canCreateNodesAndPublishItems());
    LeafNode made = pair.owner().tryToPublishAndPossibleAutoCreate("smack/auto", item("one"));
    assertEquals("smack/auto", made.getId());
    assertEquals(List.of("one"), ids(made.getItems()));
    refused(
        Condition.forbidden,
        () -> pair.reader().tryToPublishAndPossibleAutoCreate("smack/auto", item("two")));
    LeafNode same = pair.owner().getOrCreateLeafNode("smack/auto");
    assertEquals(List.of("one"), ids(same.getItems()));
    LeafNode other = pair.owner().getOrCreateLeafNode("smack/auto2");
    assertEquals(List.of(), other.getItems());
    assertTrue(pair.owner().deleteNode("smack/auto"));
    refused(Condition.item_not_found, made::getItems);
    assertFalse(pair.owner().deleteNode("smack/auto")); // how it reads item-not-found
  }

  @Test
  void collectionIsMadeFoundAndTold() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setNodeType(NodeType.collection);
    Node made = pair.owner().createNode("smack/house", wanted);
    assertInstanceOf(CollectionNode.class, made);
    assertEquals(NodeType.collection, made.getNodeConfiguration().getNodeType());
    assertTrue(made.discoverInfo().hasIdentity("pubsub", "collection"));
    Node seen = pair.reader().getNode("smack/house");
    assertInstanceOf(CollectionNode.class, seen);
    PubSubException.NotALeafNodeException notLeaf =
        assertThrows(
            PubSubException.NotALeafNodeException.class,
            () -> pair.reader().getLeafNode("smack/house"));
    assertEquals("smack/house", notLeaf.getNodeId());
    assertEquals(SmackPair.service(), notLeaf.getPubSubService());
    String commands = "http://jabber.org/protocol/commands";
    PubSubException.NotAPubSubNodeException notPubsub =
        assertThrows(
            PubSubException.NotAPubSubNodeException.class, () -> pair.reader().getNode(commands));
    assertTrue(notPubsub.getDiscoverInfo().hasIdentity("automation", "command-list"));
    assertThrows(
        PubSubException.NotALeafNodeException.class,
        () -> pair.owner().getOrCreateLeafNode("smack/house"));
    assertThrows(
        PubSubException.NotALeafNodeException.class,
        () -> pair.owner().tryToPublishAndPossibleAutoCreate("smack/house", item("one")));
    refused(Condition.item_not_found, () -> pair.reader().getNode("smack/none"));

    FillableConfigureForm inside = pair.owner().getDefaultConfiguration().getFillableForm();
    inside.setCollection("smack/house");
    LeafNode room = (LeafNode) pair.owner().createNode("smack/house/room", inside);
    assertEquals(
        List.of("smack/house"),
        room.getNodeConfiguration().getCollection().stream().map(CharSequence::toString).toList());
    DiscoverItems rooms = pair.reader().discoverNodes("smack/house");
    assertEquals(
        List.of("smack/house/room"),
        rooms.getItems().stream().map(DiscoverItems.Item::getNode).toList());
    BlockingQueue<EventElement> events = pair.romeosEvents();
    // Of a collection one gets the nodes, if one does not ask for the items (XEP-0248 6.1).
    Subscription subscription = seen.subscribe(pair.romeosJid());
    FillableSubscribeForm options =
        seen.getSubscriptionOptions(pair.romeosJid().toString()).getFillableForm();
    options.setAnswer(SubscribeOptionFields.subscription_type.getFieldName(), "items");
    Subscription ofItems = seen.subscribe(pair.romeosJid(), options);
    seen.unsubscribe(pair.romeosJid().toString(), subscription.getId());
    room.publish(item("warm"));
    EventElement told = next(events);
    assertEquals(EventElementType.items, told.getEventType());
    ItemsExtension items = assertInstanceOf(ItemsExtension.class, told.getEvent());
    assertEquals("smack/house/room", items.getNode());
    seen.unsubscribe(pair.romeosJid().toString(), ofItems.getId());
    refused(Condition.forbidden, () -> pair.reader().deleteNode("smack/house"));
    pair.owner().deleteNode("smack/house");
    // Nothing, which is the root.
    assertEquals("", String.join("", room.getNodeConfiguration().getCollection()));
  }

  @Test
  void itemsAreReadInEveryWay() throws Exception {
    LeafNode made = pair.owner().createNode("smack/read");
    List<PayloadItem<SimplePayload>> both = List.of(item("one"), item("two"));
    for (PayloadItem<SimplePayload> one : both) {
      made.publish(one);
    }
    made.publish(List.of(item("three")));
    LeafNode seen = pair.reader().getLeafNode("smack/read");
    List<PayloadItem<SimplePayload>> all = seen.getItems();
    assertEquals(List.of("one", "two", "three"), ids(all));
    assertTrue(all.get(0).getPayload().toXML().toString().contains(">one<"));
    assertEquals(List.of("two", "three"), ids(seen.getItems(2)));
    assertEquals(List.of("one", "three"), ids(seen.getItems(List.of("one", "three"))));
    assertEquals(List.of("two"), ids(seen.getItems(List.of("two", "none"))));
    assertEquals(
        List.of("one", "two", "three"),
        seen.discoverItems().getItems().stream().map(DiscoverItems.Item::getName).toList());

    String subid = seen.subscribe(pair.romeosJid()).getId();
    assertEquals(3, seen.getItems(subid).size());
    assertEquals(List.of("three"), ids(seen.getItems(1, subid)));
    refused(Condition.not_acceptable, () -> seen.getItems("none"));
    refused(Condition.not_acceptable, () -> seen.getItems(1, "none"));

    List<XmlElement> returned = new ArrayList<>();
    List<Item> first = seen.getItems(List.of(new RSMSet(2)), returned);
    RSMSet page = set(returned);
    assertEquals(2, first.size());
    assertEquals(3, page.getCount());
    returned.clear();
    List<Item> second =
        seen.getItems(List.of(new RSMSet(2, page.getLast(), PageDirection.after)), returned);
    assertEquals(1, second.size());
    List<String> paged = new ArrayList<>(ids(first));
    paged.addAll(ids(second));
    assertEquals(Set.of("one", "two", "three"), Set.copyOf(paged));
    refused(
        Condition.item_not_found,
        () -> seen.getItems(List.of(new RSMSet(2, "none", PageDirection.after)), returned));
    seen.unsubscribe(pair.romeosJid().toString(), subid);

    made.deleteItem(List.of("one"));
    made.deleteItem("two");
    assertEquals(List.of("three"), ids(seen.getItems()));
    refused(Condition.item_not_found, () -> made.deleteItem(List.of("one")));
    refused(Condition.forbidden, () -> seen.deleteItem(List.of("three")));
    made.deleteAllItems();
    assertEquals(List.of(), seen.getItems());
    refused(Condition.forbidden, seen::deleteAllItems);
  }

  private static RSMSet set(List<XmlElement> returned) {
    return returned.stream()
        .filter(RSMSet.class::isInstance)
        .map(RSMSet.class::cast)
        .findAny()
        .orElseThrow();
  }

  @Test
  @SuppressWarnings("deprecation") // its users still call them
  void itemsAreSentUnderTheirOldNames() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setPersistentItems(false);
    wanted.setDeliverPayloads(false);
    LeafNode signal = (LeafNode) pair.owner().createNode("smack/signal", wanted);
    LeafNode seen = pair.reader().getLeafNode("smack/signal");
    seen.subscribe(pair.romeosJid());
    BlockingQueue<EventElement> events = pair.romeosEvents();
    signal.send();
    assertEquals(List.of(), itemsOf(next(events)));
    signal.publish();
    assertEquals(List.of(), itemsOf(next(events)));

    LeafNode made = pair.owner().createNode("smack/send");
    made.send(item("one"));
    made.send(List.of(item("two")));
    made.publish(new PayloadItem<>(new SimplePayload("<v xmlns='urn:example:v'/>")));
    List<Item> items = made.getItems();
    assertEquals(3, items.size());
    assertEquals(List.of("one", "two"), ids(items).subList(0, 2));
    assertFalse(items.get(2).getId().isEmpty());
    made.publish(List.of(item("a"), item("b")));
    assertEquals(List.of("a", "b"), ids(made.getItems()).subList(3, 5));
    refused(Condition.bad_request, () -> made.publish(new Item("empty")));
    refused(Condition.forbidden, () -> pair.reader().getLeafNode("smack/send").send(item("x")));
    refused(Condition.forbidden, () -> seen.publish());
  }

  private static List<?> itemsOf(EventElement event) {
    return assertInstanceOf(ItemsExtension.class, event.getEvent()).getItems();
  }

  @Test
  @SuppressWarnings("deprecation")
  void affiliationsAreReadByBothAndPaged() throws Exception {
    LeafNode made = pair.owner().createNode("smack/affiliations");
    LeafNode seen = pair.reader().getLeafNode("smack/affiliations");
    for (Affiliation.Type type : List.of(Affiliation.Type.member, Affiliation.Type.publisher)) {
      made.modifyAffiliationAsOwner(List.of(new Affiliation(pair.romeosJid(), type)));
      Affiliation mine = seen.getAffiliations().get(0);
      assertEquals(type, mine.getAffiliation());
      assertEquals(type, mine.getType());
      assertEquals("smack/affiliations", mine.getNode());
    }
    assertTrue(
        pair.reader().getAffiliations().stream()
            .anyMatch(mine -> "smack/affiliations".equals(mine.getNodeId())));
    Set<String> all =
        Set.of(
            pair.julietsJid() + " " + Affiliation.Type.owner,
            pair.romeosJid() + " " + Affiliation.Type.publisher);
    assertEquals(
        all,
        Set.copyOf(
            made.getAffiliationsAsOwner().stream()
                .map(one -> one.getJid() + " " + one.getAffiliation())
                .toList()));
    List<XmlElement> returned = new ArrayList<>();
    assertEquals(1, made.getAffiliationsAsOwner(List.of(new RSMSet(1)), returned).size());
    assertEquals(2, set(returned).getCount());
    returned.clear();
    assertEquals(1, seen.getAffiliations(List.of(new RSMSet(1)), returned).size());
    assertTrue(returned.stream().anyMatch(RSMSet.class::isInstance));
    refused(Condition.forbidden, seen::getAffiliationsAsOwner);
    refused(
        Condition.forbidden,
        () -> seen.getAffiliationsAsOwner(List.of(new RSMSet(1)), new ArrayList<>()));
    refused(
        Condition.forbidden,
        () ->
            seen.modifyAffiliationAsOwner(
                List.of(new Affiliation(pair.romeosJid(), Affiliation.Type.owner))));

    made.modifyAffiliationAsOwner(
        List.of(
            new Affiliation(pair.romeosJid(), Affiliation.Type.outcast),
            new Affiliation(
                JidCreate.bareFrom("nurse@" + TestNode.DOMAIN), Affiliation.Type.owner)));
    refused(Condition.forbidden, () -> seen.subscribe(pair.romeosJid()));
    refused(Condition.forbidden, seen::getItems);
    made.modifyAffiliationAsOwner(
        List.of(new Affiliation(pair.julietsJid(), Affiliation.Type.none)));
    refused(Condition.forbidden, made::getNodeConfiguration);
  }

  @Test
  void nodeThatIsNotThereIsRefusedEverywhere() throws Exception {
    LeafNode gone = pair.owner().createNode("smack/gone");
    pair.owner().deleteNode("smack/gone");
    refused(Condition.item_not_found, gone::discoverInfo);
    refused(Condition.item_not_found, gone::discoverItems);
    refused(Condition.item_not_found, gone::getNodeConfiguration);
    refused(Condition.item_not_found, gone::getAffiliationsAsOwner);
    refused(Condition.item_not_found, gone::getSubscriptionsAsOwner);
    refused(Condition.item_not_found, gone::getItems);
    refused(Condition.item_not_found, gone::deleteAllItems);
    refused(Condition.item_not_found, () -> gone.deleteItem("one"));
    refused(Condition.item_not_found, () -> gone.subscribe(pair.julietsJid()));
    refused(Condition.item_not_found, () -> gone.unsubscribe(pair.julietsJid().toString()));
    refused(
        Condition.item_not_found, () -> gone.getSubscriptionOptions(pair.julietsJid().toString()));
    refused(Condition.item_not_found, () -> pair.owner().discoverNodes("smack/gone"));
    assertTrue(gone.toString().contains("smack/gone"));
  }
}
