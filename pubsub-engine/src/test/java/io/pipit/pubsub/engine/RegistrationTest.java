package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.JID;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who creates nodes has to have registered with the service (XEP-0060 8.1.1, XEP-0077). */
class RegistrationTest {

  private static final String QUERY = "<query xmlns='jabber:iq:register'/>";
  private static final String REMOVE = "<query xmlns='jabber:iq:register'><remove/></query>";
  private static final String CREATE =
      "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='news'/></pubsub>";
  private static final String SERVICE_INFO =
      "<query xmlns='http://jabber.org/protocol/disco#info'/>";

  /** Its administrator is the owner of the other tests. */
  private static final ServicePolicy POLICY =
      ServicePolicy.builder(BareJid.of(JID), "Events")
          .administrator(Jid.of(OWNER).bare()::equals)
          .autoCreate(true)
          .registration(true)
          .build();

  private final Service service = new Service(POLICY);

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static void isUnregistered(Reply reply) {
    reply.isError("auth", "registration-required");
  }

  @Test
  @Tag("PS-8.1.1-registration")
  @Tag("PS-11-registration-required")
  void whoHasNotRegisteredCreatesNothing() {
    isUnregistered(service.set(ALICE, CREATE));
    isUnregistered(
        service.set(ALICE, "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create/></pubsub>"));
    isUnregistered(service.publish(ALICE, "a"));
    assertFalse(service.directory().contains("news"));
  }

  @Test
  @Tag("PS-8.1.1-registration")
  void whoHasRegisteredCreatesFromAnyResource() {
    service.set(ALICE, QUERY).isResult();
    service.set("alice@example.org/other", CREATE).isResult();
    isUnregistered(service.set(BOB, CREATE));
  }

  @Test
  @Tag("PS-8.1.1-registration")
  void whoHasRegisteredCreatesByPublishing() {
    service.set(ALICE, QUERY).isResult();
    service.publish(ALICE, "a").isResult();
  }

  @Test
  @Tag("PS-11-registration-required")
  void endOfTheRegistrationIsTheEndOfCreating() {
    isUnregistered(service.set(ALICE, REMOVE));
    service.set(ALICE, QUERY).isResult();
    service.set(ALICE, CREATE).isResult();
    service.set(ALICE, REMOVE).isResult();
    isUnregistered(service.set(ALICE, CREATE.replace("news", "more")));
    service.publish(ALICE, "a").isResult();
    isUnregistered(service.set(ALICE, REMOVE));
  }

  @Test
  void onlyCreatingNeedsIt() {
    service.withNode("publish_model=open");
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(ALICE, "a").isResult();
    service.items(BOB).isResult();
  }

  @Test
  @Tag("PS-8.1.1-registration")
  void administratorNeedNotRegister() {
    service.set(OWNER, CREATE).isResult();
  }

  @Test
  void answersSayWhetherOneHasRegistered() {
    assertFalse(registered(service.get(ALICE, QUERY)));
    service.set(ALICE, QUERY).isResult();
    assertTrue(registered(service.get(ALICE, QUERY)));
    assertFalse(registered(service.get(BOB, QUERY)));
  }

  private static boolean registered(Reply reply) {
    reply.isResult();
    return reply
        .iq()
        .child("query", Ns.REGISTER)
        .flatMap(query -> query.child("registered", Ns.REGISTER))
        .isPresent();
  }

  @Test
  void registeringAgainChangesNothing() {
    service.set(ALICE, QUERY).isResult();
    service.set(ALICE, QUERY).isResult();
    assertEquals(1, service.directory().registrations());
  }

  @Test
  void aBoundedNumberIsRemembered() {
    BareJid address = BareJid.of(JID);
    for (int i = 0; i < Registering.MOST_REGISTERED - 1; i++) {
      service
          .directory()
          .apply(new Change.EntityRegistered(address, BareJid.of("u" + i + "@example.org")), 1);
    }
    service.set(ALICE, QUERY).isResult();
    service.set(BOB, QUERY).isError("wait", "resource-constraint");
    service.set(ALICE, QUERY).isResult();
    service.set(ALICE, REMOVE).isResult();
    service.set(BOB, QUERY).isResult();
  }

  @Test
  void endHasNothingBesideIt() {
    service.set(ALICE, QUERY).isResult();
    service
        .set(ALICE, "<query xmlns='jabber:iq:register'><remove/><password/></query>")
        .isError("modify", "bad-request");
    assertEquals(1, service.directory().registrations());
  }

  @Test
  void serviceThatNeedsNoneKnowsNone() {
    Service open = new Service();
    open.get(ALICE, QUERY).isError("cancel", "service-unavailable");
    open.set(ALICE, QUERY).isError("cancel", "service-unavailable");
    open.set(ALICE, REMOVE).isError("cancel", "service-unavailable");
    open.set(ALICE, CREATE).isResult();
    assertFalse(info(open).contains(Ns.REGISTER));
    assertTrue(info(service).contains(Ns.REGISTER));
  }

  private static String info(Service service) {
    return XmlWriter.text(service.get(ALICE, SERVICE_INFO).iq());
  }
}
