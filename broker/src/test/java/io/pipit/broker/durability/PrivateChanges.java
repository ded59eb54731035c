package io.pipit.broker.durability;

import static java.util.stream.Collectors.toMap;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the account of a session keeps in private storage (XEP-0049). */
final class PrivateChanges {

  private static final String PRIVATE = "jabber:iq:private";

  private PrivateChanges() {}

  private static Future<?> set(Session session, Element content) {
    return session.client().request(Iq.Type.SET, null, Element.of("query", PRIVATE, content));
  }

  private static Element get(Session session, Element name) {
    return Session.await(
            session.client().request(Iq.Type.GET, null, Element.of("query", PRIVATE, name)))
        .child("query", PRIVATE)
        .flatMap(Element::firstElement)
        .orElseThrow();
  }

  /** Elements of some namespaces. */
  static final class Elements extends Changes {

    Elements(int count) {
      super("private element", names("urn:example:private:", count));
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return !now.equals(Ledger.ABSENT) && random.nextInt(4) == 0
          ? Ledger.ABSENT
          : serial + " \u00e9 <&>";
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element.Builder element = Element.builder("kept", key);
      return set(session, (next.equals(Ledger.ABSENT) ? element : element.text(next)).build());
    }

    @Override
    Map<String, String> read(Session session) {
      Map<String, String> texts = new LinkedHashMap<>();
      ledger.keys().forEach(key -> texts.put(key, get(session, Element.of("kept", key)).text()));
      return texts;
    }
  }

  /** Names of rooms in a list that is stored as a whole, and becomes items (XEP-0402). */
  static final class Bookmarks extends Changes {

    private static final String STORAGE = "storage:bookmarks";

    Bookmarks(List<String> rooms) {
      super("bookmark", rooms);
    }

    @Override
    String next(String key, String now, int serial, Random random) {
      return !now.equals(Ledger.ABSENT) && random.nextInt(3) == 0
          ? Ledger.ABSENT
          : "room " + serial;
    }

    @Override
    Future<?> ask(Session session, String key, String now, String next) {
      Element.Builder storage = Element.builder("storage", STORAGE);
      for (String room : ledger.keys()) {
        String name = room.equals(key) ? next : ledger.latest(room);
        if (!name.equals(Ledger.ABSENT)) {
          storage.child(
              Element.builder("conference", STORAGE)
                  .attribute("jid", room)
                  .attribute("name", name)
                  .build());
        }
      }
      return set(session, storage.build());
    }

    @Override
    Map<String, String> read(Session session) {
      return get(session, Element.of("storage", STORAGE)).elements().stream()
          .collect(toMap(room -> room.attribute("jid", ""), room -> room.attribute("name", "")));
    }
  }
}
