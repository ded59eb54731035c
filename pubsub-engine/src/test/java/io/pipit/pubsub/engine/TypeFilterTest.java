package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.ServiceLimits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0462: nodes by their type in service discovery. */
class TypeFilterTest {

  private static final String ITEMS = "http://jabber.org/protocol/disco#items";
  private static final String FILTER = "urn:xmpp:pubsub-filter:0";

  private Service service = new Service();

  private void create(String node, String... options) {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                + node
                + "'/><configure>"
                + Service.form(options)
                + "</configure></pubsub>")
        .isResult();
  }

  private void createAll() {
    create("a", "type=urn:a");
    create("b", "type=urn:b");
    create("none");
    create("secret", "type=urn:a", "access_model=whitelist");
  }

  private static String filter(String form) {
    return "<filter xmlns='" + FILTER + "'>" + form + "</filter>";
  }

  private static String form(String formType, String... fields) {
    StringBuilder form =
        new StringBuilder(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>"
                + formType
                + "</value></field>");
    for (String field : fields) {
      int equals = field.indexOf('=');
      form.append("<field type='list-multi' var='").append(field, 0, equals).append("'>");
      for (String value : field.substring(equals + 1).split(",", -1)) {
        form.append("<value>").append(value).append("</value>");
      }
      form.append("</field>");
    }
    return form.append("</x>").toString();
  }

  private Reply ask(String node, String inside) {
    return service.get(ALICE, "<query xmlns='" + ITEMS + "'" + node + ">" + inside + "</query>");
  }

  private static String nodes(Reply reply) {
    List<String> names =
        reply.isResult().payload().elements().stream()
            .filter(child -> child.name().equals("item"))
            .map(child -> child.attribute("node", ""))
            .toList();
    return String.join(" ", names);
  }

  @ParameterizedTest(name = "PF-0462-filter {0}")
  @CsvSource({
    "included-types=urn:a, a",
    "'included-types=urn:a,urn:b', a b",
    "included-types=urn:other, ''",
    "excluded-types=urn:a, b none",
    "excluded-types=urn:other, a b none",
    "unknown=x, a b none"
  })
  void nodesAreListedByType(String field, String expected) {
    createAll();
    assertEquals(expected, nodes(ask("", filter(form(FILTER, field)))));
  }

  @Test
  @Tag("PF-0462-empty-type")
  void emptyValueMeansNodesWithoutType() {
    createAll();
    assertEquals("none", nodes(ask("", filter(form(FILTER, "included-types=")))));
    assertEquals("a none", nodes(ask("", filter(form(FILTER, "included-types=urn:a,")))));
    assertEquals("a b", nodes(ask("", filter(form(FILTER, "excluded-types=")))));
  }

  @Test
  @Tag("PF-0462-filter")
  void pagesAreOfWhatIsWanted() {
    service = new Service(new ServiceLimits(99, 10, 10, 10, 10, 10, 10, 1_000, 2, 1_000));
    for (int i = 0; i < 8; i++) {
      create("n" + i, "max_items=9", "max_payload_size=99", "type=urn:" + i % 2);
    }
    String filter = filter(form(FILTER, "included-types=urn:1"));
    Reply first = ask("", filter);
    assertEquals("n1 n3", nodes(first));
    assertEquals(4, first.set().orElseThrow().count());
    assertEquals(
        "n5 n7",
        nodes(
            ask(
                "",
                filter + "<set xmlns='http://jabber.org/protocol/rsm'><after>n3</after></set>")));
  }

  @Test
  @Tag("PF-0462-filter")
  void childrenOfACollectionAreListedByType() {
    create("all", "node_type=collection");
    create("x", "type=urn:x", "collection=all");
    create("y", "type=urn:y", "collection=all");
    String filter = filter(form(FILTER, "excluded-types=urn:x"));
    assertEquals("x y", nodes(ask(" node='all'", "")));
    assertEquals("y", nodes(ask(" node='all'", filter)));
    create("r/x", "type=urn:x");
    create("r/y", "type=urn:y");
    assertEquals("r/y", nodes(ask(" node='r/#'", filter)));
  }

  @Test
  @Tag("PF-0462-both")
  void bothListsTogetherAreRefused() {
    createAll();
    ask("", filter(form(FILTER, "included-types=urn:a", "excluded-types=urn:b")))
        .isError("modify", "bad-request");
    ask("", filter(form(FILTER, "included-types=urn:a", "excluded-types=urn:a")))
        .isError("modify", "bad-request");
  }

  @Test
  void whatIsNoFilterIsRefused() {
    createAll();
    for (String bad :
        new String[] {
          "",
          form("urn:other", "included-types=urn:a"),
          form(FILTER, "included-types=urn:a").replace("'submit'", "'cancel'"),
          form(FILTER, "included-types=urn:a").replace("'submit'", "'other'"),
          "<x xmlns='jabber:x:data' type='submit'/>"
        }) {
      ask("", filter(bad)).isError("modify", "bad-request");
    }
  }

  @Test
  void itemsOfALeafHaveNoType() {
    service.withNode("type=urn:x");
    service.publish(OWNER, "a").isResult();
    Reply reply = ask(" node='news'", filter(form(FILTER, "included-types=urn:other")));
    assertEquals(1, reply.isResult().payload().elements().size());
  }
}
