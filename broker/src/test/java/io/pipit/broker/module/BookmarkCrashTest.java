package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bookmarks in their three forms, after a crash behind any record of the log: whoever was answered
 * finds what it said in each of them, and all three say the same.
 */
class BookmarkCrashTest {

  private static final String ITEMS = "urn:xmpp:bookmarks:1";
  private static final String STORAGE = "storage:bookmarks";

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<RestartedAccount> accounts = new ArrayList<>();

  @AfterEach
  void end() {
    for (RestartedAccount account : accounts) {
      assertTrue(account.isSound());
      account.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private RestartedAccount kept(RestartedAccount account) {
    accounts.add(account);
    return account;
  }

  private RestartedAccount empty() {
    return kept(new RestartedAccount(vertx, new InMemoryLog()));
  }

  private static String answer(RestartedAccount account, Iq.Type type, String request) {
    return XmlWriter.text(
        account
            .request(type, XmlDocument.parse(request.getBytes(StandardCharsets.UTF_8)))
            .element());
  }

  private static void done(RestartedAccount account, String request) {
    String answer = answer(account, Iq.Type.SET, request);
    assertTrue(answer.contains("type='result'"), answer);
  }

  private static String pubsub(String content) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + content + "</pubsub>";
  }

  private static String list(Set<String> rooms) {
    StringBuilder list = new StringBuilder("<storage xmlns='storage:bookmarks'>");
    rooms.forEach(room -> list.append("<conference jid='").append(room).append("@m.test'/>"));
    return list.append("</storage>").toString();
  }

  /** How a client says that there is a room, or that there is none any more. */
  private enum Client {
    PRIVATE_STORAGE {
      @Override
      String request(Set<String> rooms, String room) {
        return "<query xmlns='jabber:iq:private'>" + list(rooms) + "</query>";
      }
    },

    ONE_ITEM {
      @Override
      String request(Set<String> rooms, String room) {
        return pubsub(
            "<publish node='"
                + STORAGE
                + "'><item id='current'>"
                + list(rooms)
                + "</item></publish>"
                + privately(""));
      }
    },

    ITEM_PER_ROOM {
      @Override
      String request(Set<String> rooms, String room) {
        String item = "<item id='" + room + "@m.test'";
        return pubsub(
            rooms.contains(room)
                ? "<publish node='"
                    + ITEMS
                    + "'>"
                    + item
                    + "><conference xmlns='urn:xmpp:bookmarks:1'/></item></publish>"
                    + privately("<field var='pubsub#max_items'><value>max</value></field>")
                : "<retract node='" + ITEMS + "' notify='1'>" + item + "/></retract>");
      }
    };

    abstract String request(Set<String> rooms, String room);

    private static String privately(String more) {
      return "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
          + "http://jabber.org/protocol/pubsub#publish-options</value></field>"
          + "<field var='pubsub#access_model'><value>whitelist</value></field>"
          + "<field var='pubsub#persist_items'><value>1</value></field>"
          + more
          + "</x></publish-options>";
    }
  }

  private static Set<String> rooms(RestartedAccount account, Client where) {
    String found =
        switch (where) {
          case PRIVATE_STORAGE ->
              answer(
                  account,
                  Iq.Type.GET,
                  "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>");
          case ONE_ITEM -> answer(account, Iq.Type.GET, pubsub("<items node='" + STORAGE + "'/>"));
          case ITEM_PER_ROOM ->
              answer(account, Iq.Type.GET, pubsub("<items node='" + ITEMS + "'/>"));
        };
    return rooms(found);
  }

  private static Set<String> rooms(Iq answer) {
    return rooms(XmlWriter.text(answer.element()));
  }

  private static Set<String> rooms(String found) {
    Matcher matcher = Pattern.compile("(?:jid|id)='([a-z0-9]+)@m\\.test'").matcher(found);
    Set<String> rooms = new TreeSet<>();
    while (matcher.find()) {
      rooms.add(matcher.group(1));
    }
    return rooms;
  }

  private static void assertAllHave(Set<String> rooms, RestartedAccount account, Client first) {
    assertEquals(rooms, rooms(account, first));
    for (Client where : Client.values()) {
      assertEquals(rooms, rooms(account, where), where.name());
    }
  }

  // ---- answered

  @ParameterizedTest(name = "PF-0402-compat XC-0048-bookmarks {0}")
  @EnumSource
  @Tag("PF-0402-compat")
  @Tag("XC-0048-bookmarks")
  void whoWasAnsweredIsHeardInEveryForm(Client client) {
    RestartedAccount account = empty();
    done(account, Client.ITEM_PER_ROOM.request(Set.of("a"), "a"));
    Set<String> rooms = new TreeSet<>(Set.of("a"));
    for (String room : new String[] {"b", "c", "a"}) {
      if (!rooms.remove(room)) {
        rooms.add(room);
      }
      done(account, client.request(rooms, room));
      for (Client first : Client.values()) {
        assertAllHave(rooms, kept(account.after(vertx, account.answered())), first);
      }
    }
  }

  // ---- together

  private static Map.Entry<Iq.Type, Element> request(Iq.Type type, String content) {
    return Map.entry(type, XmlDocument.parse(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @Tag("PF-0402-compat")
  void listIsWrittenOnceForAllThatIsAtHand() {
    RestartedAccount account = empty();
    done(account, Client.ITEM_PER_ROOM.request(Set.of("a"), "a"));
    long before = account.log.appended();
    Set<String> rooms = new TreeSet<>();
    List<Map.Entry<Iq.Type, Element>> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rooms.add("r" + i);
      requests.add(request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(rooms, "r" + i)));
    }
    requests.add(request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(rooms, "a"))); // is taken out
    for (Iq answer : account.requests(requests)) {
      assertEquals(Iq.Type.RESULT, answer.type(), XmlWriter.text(answer.element()));
    }
    assertEquals(requests.size() + 1, account.log.appended() - before);
    assertAllHave(rooms, account, Client.ONE_ITEM);
    assertAllHave(rooms, kept(account.after(vertx, account.answered())), Client.ONE_ITEM);
  }

  /** Whatever is asked in between has what was said before it, and nothing that comes later. */
  @Test
  @Tag("PF-0402-compat")
  @Tag("PF-0048-legacy")
  void whatIsAtHandIsDecidedInItsOrder() {
    RestartedAccount account = empty();
    done(account, Client.ITEM_PER_ROOM.request(Set.of("z"), "z"));
    String ofList = pubsub("<items node='" + STORAGE + "'/>");
    String ofItems = pubsub("<items node='" + ITEMS + "'/>");
    String inPrivate = "<query xmlns='jabber:iq:private'>" + list(Set.of()) + "</query>";
    List<Iq> answers =
        account.requests(
            List.of(
                request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(Set.of("a"), "a")),
                request(Iq.Type.GET, ofList),
                request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(Set.of("b"), "b")),
                request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(Set.of(), "a")),
                request(Iq.Type.GET, inPrivate),
                request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(Set.of("c"), "c")),
                request(Iq.Type.SET, Client.ONE_ITEM.request(Set.of("c", "d"), "d")),
                request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(Set.of("e"), "e")),
                request(Iq.Type.SET, Client.PRIVATE_STORAGE.request(Set.of("d", "e", "f"), "f")),
                request(Iq.Type.SET, Client.ITEM_PER_ROOM.request(Set.of("g"), "g")),
                request(Iq.Type.GET, ofItems)));
    assertEquals(Set.of("a", "z"), rooms(answers.get(1)));
    assertEquals(Set.of("b", "z"), rooms(answers.get(4)));
    assertEquals(Set.of("d", "e", "f", "g"), rooms(answers.get(10)));
    assertAllHave(Set.of("d", "e", "f", "g"), account, Client.ONE_ITEM);
  }

  // ---- a full disk

  @ParameterizedTest(name = "D8 PF-0402-compat {0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ONE_ITEM")
  @Tag("D8")
  @Tag("PF-0402-compat")
  void roomThatIsTakenOutWhileTheDiskIsFullStaysAway(Client client) {
    RestartedAccount account = empty();
    done(account, Client.PRIVATE_STORAGE.request(Set.of("a", "b", "c"), "c"));
    account.log.fill();
    for (Set<String> left : List.of(Set.of("b", "c"), Set.of("c"))) {
      String gone = left.size() == 2 ? "a" : "b";
      done(account, client.request(left, gone));
      for (Client first : Client.values()) {
        assertAllHave(left, account, first);
        assertAllHave(left, kept(account.after(vertx, account.answered())), first);
      }
    }
  }

  // ---- wherever it ends

  @Test
  @Tag("PF-0402-compat")
  @Tag("PF-0411-conversion")
  void noRoomThatSomebodyWasAnsweredAboutIsMissingAfterACrash() {
    RestartedAccount account = empty();
    Client[] clients = Client.values();
    List<Set<String>> answered = new ArrayList<>(List.of(Set.of()));
    Set<String> rooms = new TreeSet<>();
    for (int i = 0; i < 9; i++) {
      String room = "r" + i;
      rooms.add(room);
      done(account, clients[i % clients.length].request(rooms, room));
      while (answered.size() < account.answered()) {
        answered.add(answered.get(answered.size() - 1));
      }
      answered.add(Set.copyOf(rooms));
    }
    for (long each : account.ends()) {
      int end = (int) each;
      RestartedAccount again = kept(account.after(vertx, end));
      Set<String> there = rooms(again, clients[end % clients.length]);
      assertTrue(there.containsAll(answered.get(end)), "of " + end + ": " + there);
      assertAllHave(there, again, clients[(end + 1) % clients.length]);
      // And nothing of it is lost by what comes next.
      Set<String> more = new HashSet<>(there);
      more.add("x");
      done(again, Client.ITEM_PER_ROOM.request(more, "x"));
      assertAllHave(more, again, Client.ONE_ITEM);
    }
  }
}
