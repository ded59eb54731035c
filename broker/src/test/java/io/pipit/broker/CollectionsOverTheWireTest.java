package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections and filters on a node whose shards are several event loops. */
class CollectionsOverTheWireTest {

  private static final String SUBSCRIBE = "<subscribe node='a/#' jid='romeo@localhost'/>";
  private static final String UNSUBSCRIBE = "<unsubscribe node='a/#' jid='romeo@localhost'/>";

  private static String publish(String name, String id) {
    return "<publish node='" + name + "'><item id='" + id + "'><r xmlns='urn:r'/></item></publish>";
  }

  private static String collection(String name, String fields) {
    return "<create node='"
        + name
        + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
        + "<field var='pubsub#node_type'><value>collection</value></field>"
        + fields
        + "</x></configure>";
  }

  private static TestNode start(Path folder) {
    return TestNode.startPlain(folder).account("juliet", "j").account("romeo", "r");
  }

  @Test
  @Tag("COL-6.1.2-success")
  void whoHasTheAnswerToASubscriptionGetsEveryLaterEvent(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder);
        WireClient juliet = WireClient.login(node, "juliet", "j", "a");
        WireClient romeo = WireClient.login(node, "romeo", "r", "a")) {
      romeo.send("<presence/>").next();
      for (int i = 0; i < 16; i++) {
        juliet.pubsub("set", "c" + i, "<create node='a/" + i + "'/>").answer("result", "c" + i);
      }
      for (int round = 0; round < 50; round++) {
        String target = "a/" + round % 16;
        romeo.pubsub("set", "s", SUBSCRIBE).answer("result", "s");
        juliet.pubsub("set", "p", publish(target, "told")).answer("result", "p");
        romeo.event(target, "told");
        romeo.pubsub("set", "u", UNSUBSCRIBE).answer("result", "u");
        // Somebody else's, on any shard: nothing comes of it.
        juliet.pubsub("set", "q", publish(target, "untold")).answer("result", "q");
      }
    }
  }

  @Test
  @Tag("COL-5.3.1-shim-collection")
  @Tag("PF-0131-shim-collection")
  @Tag("COL-8.3-config-reflects")
  void restartKeepsTheTreeAndItsSubscriptions(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder)) {
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "a");
          WireClient romeo = WireClient.login(node, "romeo", "r", "a")) {
        // Pipelined: a collection, what is in it, and an item there.
        juliet.pubsub("set", "1", collection("all", ""));
        juliet.pubsub(
            "set",
            "2",
            collection("some", "<field var='pubsub#collection'><value>all</value></field>"));
        juliet.pubsub("set", "3", "<create node='a/one'/>");
        juliet.owner("set", "4", "<collection node='some'><associate node='a/one'/></collection>");
        juliet.pubsub("set", "5", publish("a/one", "first"));
        for (String id : new String[] {"1", "2", "3", "4", "5"}) {
          juliet.answer("result", id);
        }
        romeo.pubsub("set", "6", SUBSCRIBE).answer("result", "6");
        romeo
            .pubsub(
                "set",
                "7",
                "<subscribe node='all' jid='romeo@localhost'/><options>"
                    + "<x xmlns='jabber:x:data' type='submit'>"
                    + "<field var='pubsub#subscription_type'><value>items</value></field>"
                    + "<field var='pubsub#subscription_depth'><value>all</value></field>"
                    + "</x></options>")
            .answer("result", "7");
      }
      try (TestNode again = node.restart();
          WireClient juliet = WireClient.login(again, "juliet", "j", "a");
          WireClient romeo = WireClient.login(again, "romeo", "r", "a")) {
        romeo.send("<presence/>").next();
        juliet.pubsub("set", "p", publish("a/one", "second")).answer("result", "p");
        Element event = romeo.next();
        Set<String> headers = new TreeSet<>();
        event
            .child("headers", "http://jabber.org/protocol/shim")
            .orElseThrow(() -> new AssertionError(XmlWriter.text(event)))
            .elements()
            .forEach(header -> headers.add(header.text()));
        assertEquals(Set.of("a/#", "all"), headers);
        juliet.owner("get", "f", "<configure node='some'/>");
        String form = juliet.answer("result", "f");
        assertTrue(form.contains("<value>a/one</value>"), form);
        assertTrue(form.contains("<value>all</value>"), form);
      }
    }
  }

  @Test
  void formThatIsRefusedByTheTreeOrByTheNodeChangesNeither(@TempDir Path folder)
      throws IOException {
    try (TestNode node = start(folder);
        WireClient juliet = WireClient.login(node, "juliet", "j", "a")) {
      juliet.pubsub("set", "1", collection("all", "")).answer("result", "1");
      juliet.pubsub("set", "2", "<create node='a/one'/>").answer("result", "2");
      configure(juliet, "3", "missing", "T").refused("3", "item-not-found");
      configure(juliet, "4", "all", "x".repeat(2_000)).refused("4", "not-acceptable");
      juliet.owner("get", "5", "<configure node='a/one'/>");
      String form = juliet.answer("result", "5");
      assertTrue(
          form.contains("var='pubsub#title' type='text-single' label='A name for people'/>"));
      configure(juliet, "6", "all", "T").answer("result", "6");
      juliet.owner("get", "7", "<configure node='a/one'/>");
      String changed = juliet.answer("result", "7");
      assertTrue(changed.contains("<value>all</value>") && changed.contains("<value>T</value>"));
    }
  }

  private static WireClient configure(WireClient owner, String id, String parent, String title)
      throws IOException {
    return owner.owner(
        "set",
        id,
        "<configure node='a/one'><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='pubsub#collection'><value>"
            + parent
            + "</value></field><field var='pubsub#title'><value>"
            + title
            + "</value></field></x></configure>");
  }

  @Test
  void commandLineSubscribesToAFilter(@TempDir Path folder) throws IOException {
    try (TestNode node =
            TestNode.start(folder, Map.of("PIPIT_LISTENERS__C2S__TLS", "optional"))
                .account("juliet", "j")
                .account("romeo", "r");
        WireClient juliet = WireClient.login(node, "juliet", "j", "a");
        WireClient romeo = WireClient.login(node, "romeo", "r", "watching")) {
      juliet.pubsub("set", "1", "<create node='a/b'/>").answer("result", "1");
      juliet.pubsub("set", "2", "<create node='b'/>").answer("result", "2");
      Files.writeString(folder.resolve("pw"), "r\n");
      CompletableFuture<CommandLineRun.Result> sub =
          CompletableFuture.supplyAsync(
              () ->
                  CommandLineRun.in(folder)
                      .run(
                          "sub",
                          "a/#",
                          "-C",
                          "1",
                          "-F",
                          "%n %i",
                          "--as",
                          "romeo@localhost",
                          "--password-file",
                          folder.resolve("pw").toString(),
                          "--cafile",
                          node.certificateFile().toString(),
                          "--server",
                          TestNode.HOST + ":" + node.port()));
      String subscriptions = "";
      while (!subscriptions.contains("a/#") && !sub.isDone()) {
        subscriptions = romeo.pubsub("get", "s", "<subscriptions/>").answer("result", "s");
      }
      juliet.pubsub("set", "3", publish("b", "other")).answer("result", "3");
      juliet.pubsub("set", "4", publish("a/b", "seen")).answer("result", "4");
      CommandLineRun.Result result = sub.join();
      assertEquals(0, result.exit(), result.err());
      assertEquals("a/b seen\n", result.out());
    }
  }
}
