package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Ns;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an account says of itself and its nodes by service discovery, and to whom (XEP-0163 6). */
class PersonalServiceTest extends PersonalNodes {

  @Test
  @Tag("PF-0030-account-bare-jid")
  @Tag("PEP-6.2-unknown-account")
  void strangerLearnsWhatHeWouldOfAnAccountThatIsNotThere() throws IOException {
    juliet.create(TUNE);
    juliet.create("open", "access_model=open");
    try (PepClient paris = login("paris")) {
      for (String to : new String[] {JULIET, "nobody@" + TestNode.DOMAIN}) {
        for (String query : new String[] {Ns.DISCO_INFO, Ns.DISCO_ITEMS}) {
          String whole = "<query xmlns='" + query + "'/>";
          paris.refused("get", to, whole, "service-unavailable");
          String ofNode = "<query xmlns='" + query + "' node='open'/>";
          paris.refused("get", to, ofNode, "service-unavailable");
        }
        for (String request :
            new String[] {
              "<items node='missing'/>", "<subscriptions/>", "<affiliations/>", "<nonsense/>"
            }) {
          paris.refused("get", to, PepClient.pubsub(request), "service-unavailable");
        }
        for (String request :
            new String[] {"<create/>", "<create node='new'/>", PepClient.item("missing", "1")}) {
          paris.refused("set", to, PepClient.pubsub(request), "service-unavailable");
        }
        paris.refused("get", to, PepClient.owner("<default/>"), "service-unavailable");
      }
      // Of a node that he can name, what it says itself.
      paris.result("get", JULIET, PepClient.pubsub("<items node='open'/>"));
      paris.refused(
          "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
    }
  }

  @Test
  @Tag("PEP-6.1-disco-owner")
  @Tag("PEP-6.1-identity-pep")
  @Tag("PEP-10.1-identity-registered")
  @Tag("PEP-6.2-disco-contact")
  @Tag("PF-0223-identity")
  @Tag("PS-9-on-a-jid-feature")
  @Tag("PS-10-feature-access-presence")
  @Tag("PS-10-feature-cache-last-item")
  @Tag("PS-10-feature-pubsub-on-a-jid")
  @Tag("PS-10-feature-filtered-notifications")
  @Tag("PS-10-feature-auto-subscribe")
  @Tag("PS-10-feature-presence-subscribe")
  @Tag("PS-10-feature-last-published")
  void accountIsAPersonalPubsubService() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      String own = juliet.result("get", JULIET, "<query xmlns='" + Ns.DISCO_INFO + "'/>");
      String seen = romeo.result("get", JULIET, "<query xmlns='" + Ns.DISCO_INFO + "'/>");
      for (String info : new String[] {own, seen}) {
        assertTrue(info.contains("category='account' type='registered'"), info);
        assertTrue(info.contains("category='pubsub' type='pep'"), info);
        for (String feature :
            new String[] {
              "",
              "#access-presence",
              "#auto-create",
              "#auto-subscribe",
              "#cache-last-item",
              "#filtered-notifications",
              "#last-published",
              "#presence-subscribe",
              "#publish",
              "#pubsub-on-a-jid"
            }) {
          assertTrue(info.contains("'http://jabber.org/protocol/pubsub" + feature + "'"), info);
        }
        assertTrue(!info.contains("#access-open"), info);
      }
    }
  }

  @Test
  @Tag("PS-10-feature-access-open")
  void accountDiffersFromTheServiceByWhatPresenceMakesTrue() throws IOException {
    Set<String> account = features(JULIET);
    Set<String> service = features(TestNode.SERVICE);
    Set<String> more = new TreeSet<>(account);
    more.removeAll(service);
    assertEquals(
        new TreeSet<>(
            Set.of(
                "#access-presence",
                "#auto-subscribe",
                "#cache-last-item",
                "#filtered-notifications",
                "#last-published",
                "#presence-subscribe",
                "#pubsub-on-a-jid",
                "jabber:iq:private",
                "urn:xmpp:bookmarks-conversion:0",
                "urn:xmpp:bookmarks:1#compat",
                "urn:xmpp:bookmarks:1#compat-pep",
                "urn:xmpp:pep-vcard-conversion:0",
                "vcard-temp")),
        new TreeSet<>(more.stream().map(name -> name.replaceAll(".*/pubsub", "")).toList()));
    Set<String> less = new TreeSet<>(service);
    less.removeAll(account);
    less.removeIf(name -> name.contains("urn:xmpp:mam:2") || name.startsWith("urn:xmpp:time"));
    assertEquals(
        Set.of(
            "http://jabber.org/protocol/pubsub#access-open",
            "http://jabber.org/protocol/pubsub#since",
            "jabber:iq:version"),
        less);
  }

  private Set<String> features(String address) throws IOException {
    Set<String> features = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("<feature var='([^']*)'")
            .matcher(juliet.result("get", address, "<query xmlns='" + Ns.DISCO_INFO + "'/>"));
    while (matcher.find()) {
      features.add(matcher.group(1));
    }
    return features;
  }

  @Test
  @Tag("PEP-6.2-items-filtered")
  @Tag("PEP-2.1-root-is-bare-jid")
  void contactSeesTheNodesThatItMayRead() throws IOException {
    juliet.create(TUNE);
    juliet.create(MOOD, "access_model=whitelist");
    try (PepClient romeo = friend("romeo")) {
      String query = "<query xmlns='" + Ns.DISCO_ITEMS + "'/>";
      String own = juliet.result("get", "", query);
      assertTrue(own.contains(TUNE) && own.contains(MOOD), own);
      String seen = romeo.result("get", JULIET, query);
      assertTrue(seen.contains(TUNE) && !seen.contains(MOOD), seen);
      assertTrue(seen.contains("<item jid='" + JULIET + "'"), seen);
      String info = "<query xmlns='" + Ns.DISCO_INFO + "' node='NODE'/>";
      assertTrue(
          romeo
              .result("get", JULIET, info.replace("NODE", TUNE))
              .contains("category='pubsub' type='leaf'"));
      romeo.refused("get", JULIET, info.replace("NODE", MOOD), "item-not-found");
      romeo.refused("get", JULIET, info.replace("NODE", "missing"), "item-not-found");
    }
  }
}
