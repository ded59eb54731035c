package io.pipit.broker.durability;

import io.pipit.devices.client.XmppException;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.StanzaError.Condition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The vCard of the session's account (XEP-0054). */
final class VCardChanges extends Changes {

  private static final String NAMESPACE = "vcard-temp";
  private static final Element EMPTY = Element.of("vCard", NAMESPACE);

  VCardChanges() {
    super("vCard", List.of("name"));
  }

  @Override
  String next(String key, String now, int serial, Random random) {
    return !now.equals(Ledger.ABSENT) && random.nextInt(4) == 0
        ? Ledger.ABSENT
        : serial + " \u00e9 <&>";
  }

  @Override
  Future<?> ask(Session session, String key, String now, String next) {
    Element vCard =
        next.equals(Ledger.ABSENT)
            ? EMPTY
            : EMPTY.toBuilder().textElement("FN", NAMESPACE, next).build();
    return session.client().request(Iq.Type.SET, null, vCard);
  }

  @Override
  Map<String, String> read(Session session) {
    return Session.await(
        session
            .client()
            .request(Iq.Type.GET, null, EMPTY)
            .map(
                iq ->
                    Map.of(
                        "name",
                        iq.child("vCard", NAMESPACE)
                            .flatMap(vCard -> vCard.child("FN", NAMESPACE))
                            .map(Element::text)
                            .orElseThrow()))
            .recover(
                failure ->
                    failure instanceof XmppException refused && refused.is(Condition.ITEM_NOT_FOUND)
                        ? Future.succeededFuture(Map.of())
                        : Future.failedFuture(failure)));
  }
}
