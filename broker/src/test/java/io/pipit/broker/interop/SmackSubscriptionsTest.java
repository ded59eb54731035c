package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static io.pipit.broker.interop.SmackPair.ids;
import static io.pipit.broker.interop.SmackPair.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.filter.StanzaExtensionFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.packet.XmlElement;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.pubsub.AccessModel;
import org.jivesoftware.smackx.pubsub.EventElement;
import org.jivesoftware.smackx.pubsub.EventElementType;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.ItemDeleteEvent;
import org.jivesoftware.smackx.pubsub.ItemPublishEvent;
import org.jivesoftware.smackx.pubsub.ItemsExtension;
import org.jivesoftware.smackx.pubsub.ItemsExtension.ItemsElementType;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PresenceState;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.RetractItem;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.pubsub.Subscription;
import org.jivesoftware.smackx.pubsub.form.FillableConfigureForm;
import org.jivesoftware.smackx.pubsub.form.FillableSubscribeForm;
import org.jivesoftware.smackx.pubsub.form.SubscribeForm;
import org.jivesoftware.smackx.pubsub.listener.ItemDeleteListener;
import org.jivesoftware.smackx.pubsub.listener.ItemEventListener;
import org.jivesoftware.smackx.rsm.packet.RSMSet;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;

/** What Smack does with subscriptions and events, unchanged, against a node. */
class SmackSubscriptionsTest extends OnSmackPair {

  private static final String STYLESHEET =
      "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
          + "<xsl:output method='text'/>"
          + "<xsl:template match='/'>It says <xsl:value-of select='.'/></xsl:template>"
          + "</xsl:stylesheet>";

  private static String romeo() {
    return pair.romeosJid().toString();
  }

  @Test
  void everyOptionIsSetAndRead() throws Exception {
    pair.owner().createNode("smack/options");
    LeafNode seen = pair.reader().getLeafNode("smack/options");
    refused(Condition.unexpected_request, () -> seen.getSubscriptionOptions(romeo()));
    Subscription plain = seen.subscribe(pair.romeosJid());
    assertFalse(plain.isConfigRequired());
    SubscribeForm initial = seen.getSubscriptionOptions(romeo());
    assertTrue(initial.isDeliverOn());
    assertEquals(false, initial.isDigestOn());
    assertEquals(List.of(), initial.getShowValues());

    Date end = Date.from(Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
    FillableSubscribeForm form = initial.getFillableForm();
    form.setDeliverOn(false);
    form.setDigestOn(true);
    form.setDigestFrequency(60_000);
    form.setExpiry(end);
    form.setShowValues(List.of(PresenceState.values()));
    Subscription second = seen.subscribe(pair.romeosJid(), form);
    assertNotEquals(plain.getId(), second.getId());
    SubscribeForm now = seen.getSubscriptionOptions(romeo(), second.getId());
    assertFalse(now.isDeliverOn());
    assertEquals(true, now.isDigestOn());
    assertEquals(60_000, now.getDigestFrequency());
    assertEquals(end, now.getExpiry());
    assertEquals(Set.of(PresenceState.values()), Set.copyOf(now.getShowValues()));
    assertTrue(seen.getSubscriptionOptions(romeo(), plain.getId()).isDeliverOn());

    refused(Condition.bad_request, () -> seen.getSubscriptionOptions(romeo()));
    refused(Condition.not_acceptable, () -> seen.getSubscriptionOptions(romeo(), "none"));
    refused(Condition.forbidden, () -> seen.getSubscriptionOptions(pair.julietsJid().toString()));
    form.setDigestFrequency(0);
    refused(Condition.bad_request, () -> seen.subscribe(pair.romeosJid(), form));
    refused(Condition.bad_request, () -> seen.subscribe(pair.julietsJid(), form));
    refused(Condition.bad_request, () -> seen.unsubscribe(romeo()));
    refused(Condition.not_acceptable, () -> seen.unsubscribe(romeo(), "none"));
    seen.unsubscribe(romeo(), second.getId());
    seen.unsubscribe(romeo());
    refused(Condition.unexpected_request, () -> seen.unsubscribe(romeo()));
    assertEquals(List.of(), seen.getSubscriptions());
  }

  @Test
  void bodyIsIncludedWhereAStylesheetMakesOne() throws Exception {
    pair.node().administrator("admin", "admin");
    XMPPTCPConnection admin = SmackClient.login(pair.node(), "admin", "admin");
    PubSubManager.getInstanceFor(admin)
        .createNode("smack/sheets")
        .publish(new PayloadItem<>("body", new SimplePayload(STYLESHEET)));
    admin.disconnect();
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setBodyXSLT("xmpp:" + SmackPair.service() + "?;node=smack/sheets;item=body");
    LeafNode made = (LeafNode) pair.owner().createNode("smack/body", wanted);
    LeafNode seen = pair.reader().getLeafNode("smack/body");
    Subscription plain = seen.subscribe(pair.romeosJid());
    FillableSubscribeForm form = seen.getSubscriptionOptions(romeo()).getFillableForm();
    assertEquals(false, form.isIncludeBody());
    form.setIncludeBody(true);
    Subscription withBody = seen.subscribe(pair.romeosJid(), form);
    assertEquals(true, seen.getSubscriptionOptions(romeo(), withBody.getId()).isIncludeBody());
    seen.unsubscribe(romeo(), plain.getId());
    BlockingQueue<Message> events = new LinkedBlockingQueue<>();
    pair.romeo()
        .addSyncStanzaListener(
            stanza -> events.add((Message) stanza),
            new StanzaExtensionFilter(EventElement.ELEMENT, EventElement.NAMESPACE));
    String body = null;
    while (body == null) { // what cannot be made in 50 ms is left out
      made.publish(item("warm"));
      body = next(events).getBody();
    }
    assertEquals("It says warm", body);
    seen.unsubscribe(romeo(), withBody.getId());
  }

  @Test
  void eventsReachListenersUntilTheyAreRemoved() throws Exception {
    LeafNode made = pair.owner().createNode("smack/events");
    LeafNode seen = pair.reader().getLeafNode("smack/events");
    BlockingQueue<ItemPublishEvent<Item>> published = new LinkedBlockingQueue<>();
    BlockingQueue<ItemDeleteEvent> deleted = new LinkedBlockingQueue<>();
    BlockingQueue<String> purged = new LinkedBlockingQueue<>();
    ItemEventListener<Item> onItem = published::add;
    ItemDeleteListener onDelete =
        new ItemDeleteListener() {
          @Override
          public void handleDeletedItems(ItemDeleteEvent items) {
            deleted.add(items);
          }

          @Override
          public void handlePurge() {
            purged.add("all");
          }
        };
    seen.addItemEventListener(onItem);
    seen.addItemDeleteListener(onDelete);
    Subscription first = seen.subscribe(pair.romeosJid());
    FillableSubscribeForm form = seen.getSubscriptionOptions(romeo()).getFillableForm();
    form.setShowValues(List.of(PresenceState.online));
    Subscription second = seen.subscribe(pair.romeosJid(), form);
    made.publish(item("one"));
    ItemPublishEvent<Item> event = next(published);
    assertEquals("smack/events", event.getNodeId());
    assertEquals(List.of("one"), ids(event.getItems()));
    assertEquals(Set.of(first.getId(), second.getId()), Set.copyOf(event.getSubscriptions()));
    assertFalse(event.isDelayed());
    seen.unsubscribe(romeo(), second.getId());
    made.deleteItem("one");
    ItemDeleteEvent gone = next(deleted);
    assertEquals("smack/events", gone.getNodeId());
    assertEquals(List.of("one"), gone.getItemIds());
    assertEquals(List.of(), gone.getSubscriptions());
    made.deleteAllItems();
    assertEquals("all", next(purged));

    seen.removeItemEventListener(onItem);
    seen.removeItemDeleteListener(onDelete);
    BlockingQueue<EventElement> all = pair.romeosEvents();
    made.publish(item("two"));
    ItemsExtension items = assertInstanceOf(ItemsExtension.class, next(all).getEvent());
    assertEquals(ItemsElementType.items, items.getItemsElementType());
    assertEquals(1, items.getExtensions().size());
    made.deleteItem("two");
    ItemsExtension retracted = assertInstanceOf(ItemsExtension.class, next(all).getEvent());
    assertEquals("two", assertInstanceOf(RetractItem.class, retracted.getItems().get(0)).getId());
    made.deleteAllItems();
    assertEquals(EventElementType.purge, next(all).getEventType());
    pair.owner().deleteNode("smack/events");
    EventElement end = next(all);
    assertEquals(EventElementType.delete, end.getEventType());
    assertEquals("smack/events", end.getEvent().getNode());
    assertEquals(1, end.getExtensions().size());
    assertTrue(published.isEmpty() && deleted.isEmpty() && purged.isEmpty());
  }

  @Test
  void newestItemIsSentLaterWithItsTime() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setAnswer("pubsub#send_last_published_item", "on_sub");
    LeafNode made = (LeafNode) pair.owner().createNode("smack/newest", wanted);
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    made.publish(item("one"));
    LeafNode seen = pair.reader().getLeafNode("smack/newest");
    BlockingQueue<ItemPublishEvent<Item>> published = new LinkedBlockingQueue<>();
    ItemEventListener<Item> listener = published::add;
    seen.addItemEventListener(listener);
    seen.subscribe(pair.romeosJid());
    ItemPublishEvent<Item> event = next(published);
    assertTrue(event.isDelayed());
    assertFalse(event.getPublishedDate().toInstant().isBefore(before));
    assertEquals(List.of("one"), ids(event.getItems()));
  }

  @Test
  void ownerApprovesAndManagesSubscriptions() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setAccessModel(AccessModel.authorize);
    LeafNode made = (LeafNode) pair.owner().createNode("smack/managed", wanted);
    LeafNode seen = pair.reader().getLeafNode("smack/managed");
    BlockingQueue<EventElement> events = pair.romeosEvents();
    Subscription asked = seen.subscribe(pair.romeosJid());
    assertEquals(Subscription.State.pending, asked.getState());
    refused(Condition.not_authorized, seen::getItems);
    assertEquals(List.of(), made.getSubscriptionsAsOwner()); // XEP-0060 8.8.1.2

    made.modifySubscriptionsAsOwner(
        List.of(new Subscription(pair.romeosJid(), Subscription.State.subscribed)));
    EventElement told = next(events);
    assertEquals(EventElementType.subscription, told.getEventType());
    Subscription approved = assertInstanceOf(Subscription.class, told.getEvent());
    assertEquals(Subscription.State.subscribed, approved.getState());
    assertEquals(List.of(), seen.getItems());
    assertEquals(Subscription.State.subscribed, pair.reader().getSubscriptions().get(0).getState());

    assertEquals(pair.romeosJid(), made.getSubscriptionsAsOwner().get(0).getJid());
    List<XmlElement> returned = new ArrayList<>();
    assertEquals(1, seen.getSubscriptions(List.of(new RSMSet(5)), returned).size());
    assertTrue(returned.stream().anyMatch(RSMSet.class::isInstance));
    returned.clear();
    assertEquals(1, made.getSubscriptionsAsOwner(List.of(new RSMSet(5)), returned).size());
    assertTrue(returned.stream().anyMatch(RSMSet.class::isInstance));

    refused(Condition.forbidden, seen::getSubscriptionsAsOwner);
    refused(
        Condition.forbidden,
        () -> seen.getSubscriptionsAsOwner(List.of(new RSMSet(5)), new ArrayList<>()));
    refused(
        Condition.forbidden,
        () ->
            seen.modifySubscriptionsAsOwner(
                List.of(new Subscription(pair.romeosJid(), Subscription.State.subscribed))));
    made.modifySubscriptionsAsOwner(
        List.of(new Subscription(pair.romeosJid(), Subscription.State.none)));
    assertEquals(Subscription.State.none, ((Subscription) next(events).getEvent()).getState());
    assertEquals(List.of(), seen.getSubscriptions());
    refused(Condition.not_authorized, seen::getItems);
  }

  @Test
  void subscriptionThatNeedsAnEndWaitsForIt() throws Exception {
    FillableConfigureForm wanted = pair.owner().getDefaultConfiguration().getFillableForm();
    wanted.setAnswer("{urn:pipit:pubsub:0}lease_required", true);
    pair.owner().createNode("smack/lease", wanted);
    LeafNode seen = pair.reader().getLeafNode("smack/lease");
    Subscription asked = seen.subscribe(pair.romeosJid());
    assertEquals(Subscription.State.unconfigured, asked.getState());
    assertTrue(asked.isConfigRequired());
    assertEquals("smack/lease", asked.getNode());
    FillableSubscribeForm form = seen.getSubscriptionOptions(romeo()).getFillableForm();
    form.setExpiry(Date.from(Instant.now().plus(1, ChronoUnit.HOURS)));
    assertEquals(Subscription.State.subscribed, seen.subscribe(pair.romeosJid(), form).getState());
  }

  @Test
  void nobodySubscribesForAnother() throws Exception {
    pair.owner().createNode("smack/another");
    LeafNode seen = pair.reader().getLeafNode("smack/another");
    refused(Condition.bad_request, () -> seen.subscribe(pair.julietsJid()));
    refused(
        Condition.bad_request,
        () -> seen.subscribe(JidCreate.bareFrom("nobody@" + TestNode.DOMAIN)));
    seen.subscribe(pair.romeo().getUser());
    assertEquals(pair.romeo().getUser(), seen.getSubscriptions().get(0).getJid());
    refused(Condition.forbidden, () -> seen.unsubscribe(pair.julietsJid().toString()));
    seen.unsubscribe(pair.romeo().getUser().toString());
  }
}
