package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.AccountRole;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings whose effect only a client of a whole node sees. */
class SettingsTest {

  private static TestNode start(Path folder, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("PIPIT_LISTENERS__C2S__TLS", "off");
    return TestNode.start(folder, environment);
  }

  private static String add(String contact) {
    return "<iq type='set' id='"
        + contact
        + "'><query xmlns='jabber:iq:roster'><item jid='"
        + contact
        + "@localhost'/></query></iq>";
  }

  @Test
  void rosterOfAnApplicationHasAQuotaOfItsOwn(@TempDir Path folder) throws IOException {
    try (TestNode node =
        start(
            folder,
            Map.of(
                "PIPIT_QUOTAS__ROSTER_ITEMS",
                "1",
                "PIPIT_QUOTAS__APPLICATION_ROSTER_ITEMS",
                "2"))) {
      node.account("person", "p").account("application", "a", AccountRole.APPLICATION);
      try (WireClient person = WireClient.login(node, "person", "p", "r");
          WireClient application = WireClient.login(node, "application", "a", "r")) {
        person.send(add("c1")).answer("result", "c1");
        person.send(add("c2")).refused("c2", "policy-violation");
        application.send(add("c1")).answer("result", "c1");
        application.send(add("c2")).answer("result", "c2");
        application.send(add("c3")).refused("c3", "policy-violation");
        application.send("<presence type='subscribe' to='c4@localhost'/>");
        assertTrue(XmlWriter.text(application.next()).contains("policy-violation"));
      }
    }
  }

  @Test
  @Tag("XC-0157-contact")
  void contactsOfTheServiceAreInItsDiscovery(@TempDir Path folder) throws IOException {
    String contacts =
        "abuse:mailto:abuse@localhost,abuse:xmpp:abuse@localhost,admin:mailto:admin@localhost";
    try (TestNode node = start(folder, Map.of("PIPIT_SERVICE__CONTACTS", contacts))) {
      node.account("juliet", "j");
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
        juliet.send(
            "<iq type='get' id='1' to='localhost'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        String info = juliet.answer("result", "1");
        assertTrue(info.contains("<value>http://jabber.org/network/serverinfo</value>"), info);
        assertTrue(
            info.contains(
                "var='abuse-addresses'><value>mailto:abuse@localhost</value>"
                    + "<value>xmpp:abuse@localhost</value></field>"),
            info);
        assertTrue(
            info.contains("var='admin-addresses'><value>mailto:admin@localhost</value>"), info);
      }
    }
  }

  private static String set(String id, String to, String content) {
    return "<iq type='set' id='%s'%s><pubsub xmlns='http://jabber.org/protocol/pubsub'>%s</pubsub></iq>"
        .formatted(id, to.isEmpty() ? "" : " to='" + to + "'", content);
  }

  /** An item, which creates its node, or the node alone. */
  private static String personal(String id, String node) {
    return set(id, "", "<publish node='" + node + "'><item><v xmlns='urn:x'/></item></publish>");
  }

  private static String create(String id, String node) {
    return set(id, "", "<create node='" + node + "'/>");
  }

  @Test
  void personalNodesOfAnAccountAreBounded(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder, Map.of("PIPIT_QUOTAS__PEP_NODES", "2"))) {
      node.account("juliet", "j").account("nurse", "n", AccountRole.ADMINISTRATOR);
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "r");
          WireClient nurse = WireClient.login(node, "nurse", "n", "r")) {
        juliet.send(personal("1", "a")).answer("result", "1");
        juliet.send(create("2", "b")).answer("result", "2");
        for (String request : new String[] {personal("3", "c"), create("3", "c")}) {
          String refusal = juliet.send(request).answer("error", "3");
          assertTrue(refusal.contains("type='cancel'"), refusal);
          assertTrue(refusal.contains("<not-allowed "), refusal);
          assertTrue(refusal.contains("<max-nodes-exceeded "), refusal);
        }
        juliet.send(personal("4", "a")).answer("result", "4");
        juliet
            .send(set("5", "", "<delete node='a'/>").replace("pubsub'>", "pubsub#owner'>"))
            .answer("result", "5");
        juliet.send(personal("6", "c")).answer("result", "6");
        // The quota of the pubsub service is another.
        juliet.send(set("7", "pubsub.localhost", "<create node='c'/>")).answer("result", "7");
        for (String id : new String[] {"a", "b", "c"}) {
          nurse.send(personal(id, id)).answer("result", id);
        }
      }
    }
  }

  private static String subscribe(String id, String jid, String node) {
    return set(
        id,
        "pubsub.localhost",
        "<subscribe jid='"
            + jid
            + "' node='"
            + node
            + "'/><options><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'>"
            + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
            + "<field var='pubsub#subscription_type'><value>items</value></field>"
            + "<field var='pubsub#subscription_depth'><value>all</value></field></x></options>");
  }

  @Test
  @Tag("COL-6.1.3-root-all-items")
  void itemsOfAllNodesMayBeForAdministratorsAlone(@TempDir Path folder) throws IOException {
    try (TestNode node =
        start(folder, Map.of("PIPIT_PUBSUB__SUBSCRIBERS_TO_ALL", "administrators"))) {
      node.account("juliet", "j").account("nurse", "n", AccountRole.ADMINISTRATOR);
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "r");
          WireClient nurse = WireClient.login(node, "nurse", "n", "r")) {
        for (String everything : new String[] {"", "#"}) {
          juliet.send(subscribe("1", "juliet@localhost", everything)).refused("1", "not-allowed");
          nurse.send(subscribe("1", "nurse@localhost", everything)).answer("result", "1");
        }
        juliet.send(subscribe("2", "juliet@localhost", "a/#")).answer("result", "2");
      }
    }
  }

  @Test
  @Tag("COL-6.1.3-root-all-items")
  void itemsOfAllNodesMayBeForNobody(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder, Map.of("PIPIT_PUBSUB__SUBSCRIBERS_TO_ALL", "nobody"))) {
      node.account("nurse", "n", AccountRole.ADMINISTRATOR);
      try (WireClient nurse = WireClient.login(node, "nurse", "n", "r")) {
        nurse.send(subscribe("1", "nurse@localhost", "#")).refused("1", "not-allowed");
      }
    }
  }

  private static String createCollection(String id) {
    return set(
        id,
        "pubsub.localhost",
        "<create node='blogs'/><configure><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'>"
            + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>"
            + "<field var='pubsub#node_type'><value>collection</value></field></x></configure>");
  }

  @Test
  @Tag("COL-7.1.3.2-not-allowed")
  void collectionsMayBeClosed(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder, Map.of("PIPIT_PUBSUB__COLLECTIONS", "closed"))) {
      node.account("juliet", "j");
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
        juliet.send(createCollection("1")).refused("1", "not-allowed");
        juliet.send(subscribe("2", "juliet@localhost", "a/#")).answer("result", "2");
      }
    }
  }

  @Test
  @Tag("COL-7.1.3.1-unsupported")
  void collectionsMayBeUnsupported(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder, Map.of("PIPIT_PUBSUB__COLLECTIONS", "unsupported"))) {
      node.account("juliet", "j");
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
        juliet.send(createCollection("1")).refused("1", "feature-not-implemented");
        juliet
            .send(subscribe("2", "juliet@localhost", "a/#"))
            .refused("2", "feature-not-implemented");
        juliet.send(
            "<iq type='get' id='3' to='pubsub.localhost'>"
                + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><default/></pubsub></iq>");
        String form = juliet.answer("result", "3");
        assertTrue(form.contains("pubsub#digest"), form);
        assertTrue(!form.contains("pubsub#subscription_depth"), form);
      }
    }
  }
}
