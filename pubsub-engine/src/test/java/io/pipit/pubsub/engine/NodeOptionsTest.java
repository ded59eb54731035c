package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.DataForm;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of a node as XEP-0060 16.4.4 registers them: type, values, and what is no value. */
class NodeOptionsTest {

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private DataForm.Field field(String name) {
    return service
        .get(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'/>"
                + "</pubsub>")
        .isResult()
        .form()
        .fields()
        .stream()
        .filter(field -> field.var().equals("pubsub#" + name))
        .findFirst()
        .orElseThrow();
  }

  /** Values are separated by spaces; {@code ~} stands for a space in one, {@code -} for none. */
  private static List<String> values(String cell) {
    return cell.equals("-")
        ? List.of()
        : Stream.of(cell.split(" ")).map(value -> value.replace('~', ' ')).toList();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PS-16.4.4-field-access-model|access_model|list-single|open|presence roster whitelist open",
        "PS-16.4.4-field-contact|contact|jid-multi|-|alice@example.org bob@example.org/desk",
        "PS-16.4.4-field-deliver-notifications|deliver_notifications|boolean|1|0 1",
        "PS-16.4.4-field-deliver-payloads|deliver_payloads|boolean|1|0 1",
        "PS-16.4.4-field-description|description|text-single|-|News~of~the~day",
        "PS-16.4.4-field-item-expire|item_expire|text-single|max|604800 1 max",
        "PS-16.4.4-field-itemreply|itemreply|list-single|none|owner publisher none",
        "PS-16.4.4-field-language|language|text-single|-|en de-CH",
        "PS-16.4.4-field-max-items|max_items|text-single|1000|1 10 max",
        "PS-16.4.4-field-max-payload-size|max_payload_size|text-single|131072|1028 9216",
        "PS-16.4.4-field-node-type|node_type|list-single|leaf|leaf",
        "PS-16.4.4-field-notification-type|notification_type|list-single|headline|normal headline",
        "PS-16.4.4-field-notify-config|notify_config|boolean|0|1 0",
        "PS-16.4.4-field-notify-delete|notify_delete|boolean|1|1 0",
        "PS-16.4.4-field-notify-retract|notify_retract|boolean|1|1 0",
        "PS-16.4.4-field-persist-items|persist_items|boolean|1|0 1",
        "PS-16.4.4-field-publish-model|publish_model|list-single|publishers|subscribers open"
            + " publishers",
        "PS-16.4.4-field-publish-node-full|publish_node_full|list-single|retract-oldest"
            + "|discard-oldest reject retract-oldest",
        "PS-16.4.4-field-send-last-published-item|send_last_published_item|list-single|never|on_sub"
            + " on_sub_and_presence never",
        "PS-16.4.4-field-subscribe|subscribe|boolean|1|0 1",
        "PS-16.4.4-field-title|title|text-single|-|Princely~Musings",
        "PS-16.4.4-field-type|type|text-single|-|http://www.w3.org/2005/Atom"
      })
  void optionHasItsTypeItsDefaultAndTakesItsValues(
      String row, String name, String type, String initial, String accepted) {
    service.withNode();
    DataForm.Field field = field(name);
    assertEquals(type, Objects.requireNonNull(field.type()).wire(), row);
    assertEquals(values(initial), field.values(), row);
    for (String value : values(accepted)) {
      service.configure(name + "=" + value).isResult();
      assertEquals(List.of(value), field(name).values(), row);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PS-16.4.4-field-access-model|access_model|closed|unsupported-access-model",
        "PS-16.4.4-field-contact|contact|@|",
        "PS-16.4.4-field-deliver-notifications|deliver_notifications|2|",
        "PS-16.4.4-field-deliver-payloads|deliver_payloads|yes|",
        "PS-16.4.4-field-item-expire|item_expire|0|",
        "PS-16.4.4-field-itemreply|itemreply|subscriber|",
        "PS-16.4.4-field-language|language|e n|",
        "PS-16.4.4-field-max-items|max_items|0|",
        "PS-16.4.4-field-max-items|max_items|1000001|",
        "PS-16.4.4-field-max-items|max_items|many|",
        "PS-16.4.4-field-max-payload-size|max_payload_size|131073|",
        "PS-16.4.4-field-max-payload-size|max_payload_size|max|",
        "PS-16.4.4-field-notification-type|notification_type|chat|",
        "PS-16.4.4-field-notify-config|notify_config|on|",
        "PS-16.4.4-field-notify-delete|notify_delete|TRUE|",
        "PS-16.4.4-field-notify-retract|notify_retract|-1|",
        "PS-16.4.4-field-persist-items|persist_items|maybe|",
        "PS-16.4.4-field-publish-model|publish_model|owners|",
        "PS-16.4.4-field-publish-node-full|publish_node_full|drop|",
        "PS-16.4.4-field-send-last-published-item|send_last_published_item|always|",
        "PS-16.4.4-field-subscribe|subscribe|01|"
      })
  void whatIsNoValueOfAnOptionIsNotAcceptableAndChangesNothing(
      String row, String name, String value, String application) {
    service.withNode();
    List<String> before = field(name).values();
    service
        .configure("title=T", name + "=" + value)
        .isError("modify", "not-acceptable", application == null ? "" : application);
    assertEquals(before, field(name).values(), row);
    assertEquals(List.of(), field("title").values(), row);
  }

  @ParameterizedTest(name = "PS-12.17-itemreply: {0}")
  @CsvSource({"owner,owner@example.org", "publisher,alice@example.org", "none,"})
  void itemsCarryTheAddressThatTheOptionSays(String value, String address) {
    service.withNode("itemreply=" + value, "publish_model=open");
    service.publish(ALICE, "a").isResult();
    assertEquals(
        address == null ? "" : address,
        service
            .items(OWNER)
            .payload()
            .elements()
            .get(0)
            .elements()
            .get(0)
            .attribute("publisher", ""));
  }
}
