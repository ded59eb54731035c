package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.filter.StanzaExtensionFilter;
import org.jivesoftware.smack.provider.ProviderManager;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.pubsub.EventElement;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.pubsub.packet.PubSubNamespace;
import org.jivesoftware.smackx.pubsub.provider.AffiliationsProvider;
import org.jivesoftware.smackx.pubsub.provider.SubscriptionProvider;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.impl.JidCreate;

/** A node and two users of Smack: juliet makes nodes, romeo reads them. */
record SmackPair(TestNode node, XMPPTCPConnection juliet, XMPPTCPConnection romeo)
    implements AutoCloseable {

  static SmackPair start(Path folder) throws Exception {
    SmackClient.useXmlParserOfTheJdk();
    registerWhatSmackForgets();
    TestNode node = TestNode.start(folder).account("juliet", "juliet").account("romeo", "romeo");
    return new SmackPair(
        node,
        SmackClient.login(node, "juliet", "juliet"),
        SmackClient.login(node, "romeo", "romeo"));
  }

  /**
   * Smack has readers for the affiliations that an owner gets and for a subscription that somebody
   * else changed, and does not register them: with any server {@code getAffiliationsAsOwner} ends
   * in a ClassCastException, and such an event ends the thread that reads.
   */
  private static void registerWhatSmackForgets() {
    ProviderManager.addExtensionProvider(
        "affiliations", PubSubNamespace.owner.getXmlns(), new AffiliationsProvider());
    ProviderManager.addExtensionProvider(
        "subscription", PubSubNamespace.event.getXmlns(), new SubscriptionProvider());
  }

  PubSubManager owner() {
    return PubSubManager.getInstanceFor(juliet, service());
  }

  PubSubManager reader() {
    return PubSubManager.getInstanceFor(romeo, service());
  }

  BareJid julietsJid() {
    return juliet.getUser().asBareJid();
  }

  BareJid romeosJid() {
    return romeo.getUser().asBareJid();
  }

  static BareJid service() {
    return JidCreate.domainBareFromOrThrowUnchecked(TestNode.SERVICE);
  }

  static PayloadItem<SimplePayload> item(String id) {
    return new PayloadItem<>(id, new SimplePayload("<v xmlns='urn:example:v'>" + id + "</v>"));
  }

  static List<String> ids(List<? extends Item> items) {
    return items.stream().map(Item::getId).toList();
  }

  /** Every event that romeo gets from now on, as Smack reads it. */
  BlockingQueue<EventElement> romeosEvents() {
    BlockingQueue<EventElement> events = new LinkedBlockingQueue<>();
    romeo.addSyncStanzaListener(
        stanza -> events.add(EventElement.from(stanza)),
        new StanzaExtensionFilter(EventElement.ELEMENT, EventElement.NAMESPACE));
    return events;
  }

  /** What a client cannot read ends its connection: nothing that the node sends may do that. */
  void checkConnected() {
    assertTrue(juliet.isAuthenticated() && romeo.isAuthenticated());
  }

  @Override
  public void close() {
    juliet.disconnect();
    romeo.disconnect();
    node.close();
  }
}
