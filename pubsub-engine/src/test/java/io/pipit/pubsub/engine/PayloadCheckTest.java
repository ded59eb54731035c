package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.PayloadCheck;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service that looks into payloads (XEP-0060 7.1.3.6). */
class PayloadCheckTest {

  private final List<SerializedXml> seen = new ArrayList<>();
  private final PayloadCheck check =
      (service, node, payload) -> {
        assertEquals(Service.JID + " news", service + " " + node);
        seen.add(payload);
        return payload.name().equals("bad") ? Optional.of("it is bad") : Optional.empty();
      };
  private final Service service =
      new Service(
          ServicePolicy.builder(BareJid.of(Service.JID), "Events")
              .autoCreate(true)
              .payloadCheck(check)
              .build());

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String item(String id, String name) {
    return "<item id='" + id + "'><" + name + " xmlns='urn:x'/></item>";
  }

  @Test
  void refusalSaysWhatIsWrong() {
    service.withNode();
    Reply refused = service.publishXml(OWNER, item("a", "bad"));
    refused.isError("modify", "bad-request", "invalid-payload");
    assertEquals(
        Optional.of("it is bad"),
        refused
            .iq()
            .child("error", "jabber:client")
            .orElseThrow()
            .child("text", "urn:ietf:params:xml:ns:xmpp-stanzas")
            .map(t -> t.text()));
    assertEquals(List.of(), service.itemIds());
  }

  @Test
  void batchIsJudgedWhole() {
    service.withNode();
    service
        .publishXml(OWNER, item("a", "good") + item("b", "bad"))
        .isError("modify", "bad-request", "invalid-payload");
    assertEquals(List.of(), service.itemIds());
    service.publishXml(OWNER, item("a", "good") + item("b", "fine")).isResult();
    assertEquals(List.of("a", "b"), service.itemIds());
  }

  @Test
  void refusedPublishLeavesNoNode() {
    service.publishXml(OWNER, item("a", "bad")).isError("modify", "bad-request", "invalid-payload");
    service.items(OWNER).isError("cancel", "item-not-found");
    service.publishXml(OWNER, item("a", "good")).isResult();
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  void payloadIsSeenOnlyByWhatMayBePublished() {
    service.withNode("max_payload_size=30");
    service.publishXml(ALICE, item("a", "bad")).isError("auth", "forbidden");
    service
        .publishXml(OWNER, item("a", "a-payload-of-too-many-bytes"))
        .isError("modify", "not-acceptable", "payload-too-big");
    assertTrue(seen.isEmpty());
  }
}
