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
}
