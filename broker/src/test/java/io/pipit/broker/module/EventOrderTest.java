package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Events keep their order while bodies are made. */
class EventOrderTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  private final Map<String, Consumer<Optional<String>>> asked = new HashMap<>();
  private final List<String> sent = new ArrayList<>();
  private final EventOrder order =
      new EventOrder(
          (event, told) -> asked.put(event.event().items().get(0).id(), told),
          (event, body, written) -> sent.add(id(event) + body.map(text -> "=" + text).orElse("")));

  private static String id(Notification event) {
    return event instanceof Notification.ItemsPublishedWithBody bodied
        ? bodied.event().items().get(0).id()
        : ((Notification.ItemsPublished) event).items().get(0).id();
  }

  private static Notification.ItemsPublished plain(String node, String id) {
    return new Notification.ItemsPublished(
        SERVICE,
        node,
        List.of(Jid.of("a@b")),
        Message.Type.HEADLINE,
        List.of(new EventItem(id, null, null)),
        null,
        List.of());
  }

  private static Notification bodied(String node, String id) {
    return new Notification.ItemsPublishedWithBody(
        plain(node, id), new ItemAddress(SERVICE, "sheets", "1"));
  }

  private void made(String id, String body) {
    Consumer<Optional<String>> told = asked.remove(id);
    if (told == null) {
      throw new AssertionError("nobody asked for " + id);
    }
    told.accept(Optional.of(body).filter(text -> !text.isEmpty()));
  }

  @Test
  void eventWithoutABodyGoesAtOnce() {
    order.tell(plain("n", "a"), () -> {});
    assertEquals(List.of("a"), sent);
  }

  @Test
  void eventWaitsForItsBodyAndThoseBehindItWaitToo() {
    order.tell(bodied("n", "a"), () -> {});
    order.tell(plain("n", "b"), () -> {});
    order.tell(bodied("n", "c"), () -> {});
    order.tell(plain("n", "d"), () -> {});
    assertEquals(List.of(), sent);
    made("c", "third");
    assertEquals(List.of(), sent);
    made("a", "first");
    assertEquals(List.of("a=first", "b", "c=third", "d"), sent);
    order.tell(plain("n", "e"), () -> {});
    assertEquals("e", sent.get(4));
  }

  @Test
  void eventWhoseBodyIsNotMadeGoesWithoutOne() {
    order.tell(bodied("n", "a"), () -> {});
    made("a", "");
    assertEquals(List.of("a"), sent);
  }

  @Test
  void otherNodesDoNotWait() {
    order.tell(bodied("n", "a"), () -> {});
    order.tell(plain("m", "b"), () -> {});
    assertEquals(List.of("b"), sent);
  }

  @Test
  void whenTooManyWaitTheyGoAsTheyAre() {
    order.tell(bodied("n", "first"), () -> {});
    for (int i = 1; i < EventOrder.MOST_WAITING; i++) {
      order.tell(plain("n", "p" + i), () -> {});
    }
    assertEquals(0, sent.size());
    order.tell(bodied("n", "last"), () -> {});
    assertEquals(EventOrder.MOST_WAITING + 1, sent.size());
    assertEquals("first", sent.get(0));
    assertEquals("last", sent.get(EventOrder.MOST_WAITING));
    made("first", "late");
    assertEquals(EventOrder.MOST_WAITING + 1, sent.size());
  }
}
