package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that knows where it was in an archive goes on there, whatever happened to the node. */
class ArchiveRestartTest {

  private static String publish(String id) {
    return "<publish node='news'><item id='" + id + "'><a xmlns='urn:a'/></item></publish>";
  }

  /** The names of what an archive query finds, in its order. */
  private static List<String> query(WireClient client, String page) throws IOException {
    client.send(
        "<iq type='set' id='q' to='"
            + TestNode.SERVICE
            + "'><query xmlns='urn:xmpp:mam:2' node='news'>"
            + page
            + "</query></iq>");
    List<String> ids = new ArrayList<>();
    Element next = client.next();
    while (next.name().equals("message")) {
      ids.add(next.child("result", "urn:xmpp:mam:2").orElseThrow().attribute("id", ""));
      next = client.next();
    }
    assertEquals("result", next.attribute("type", ""), XmlWriter.text(next));
    return ids;
  }

  private static String set(String where, String id) {
    return "<set xmlns='http://jabber.org/protocol/rsm'><max>9</max><"
        + where
        + ">"
        + id
        + "</"
        + where
        + "></set>";
  }

  @Test
  @Tag("XC-0359-stanza-id")
  @Tag("PF-0313-order")
  void namesStayAcrossARestart(@TempDir Path folder) throws IOException {
    try (TestNode node = TestNode.startPlain(folder).account("juliet", "j")) {
      List<String> before;
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "a")) {
        juliet.pubsub("set", "c", "<create node='news'/>").answer("result", "c");
        for (String id : List.of("one", "two", "three")) {
          juliet.pubsub("set", id, publish(id)).answer("result", id);
        }
        before = query(juliet, "");
        assertEquals(3, before.size());
      }
      try (TestNode again = node.restart();
          WireClient juliet = WireClient.login(again, "juliet", "j", "a")) {
        assertEquals(before, query(juliet, ""));
        juliet.pubsub("set", "p", publish("four")).answer("result", "p");
        List<String> after = query(juliet, set("after", before.get(1)));
        assertEquals(before.get(2), after.get(0));
        assertEquals(2, after.size());
        assertFalse(before.contains(after.get(1)));
        assertEquals(before.subList(0, 1), query(juliet, set("before", before.get(1))));
      }
    }
  }
}
