package io.pipit.pubsub.xml;

import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Ns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what the archive of a node answers (XEP-0313, XEP-0442). Stateless; any thread. */
final class ArchiveEncoder {

  private ArchiveEncoder() {}

  /** The payload of the result; empty for the answer to something else. */
  static Optional<Element> of(Iq request, Response response) {
    if (response instanceof Response.ArchivePage page) {
      return Optional.of(fin(page));
    }
    if (response instanceof Response.ArchiveMetadata metadata) {
      return Optional.of(metadata(metadata));
    }
    return response instanceof Response.ArchiveForm ? Optional.of(form(request)) : Optional.empty();
  }

  /** One message for each publish, in the order in which they are to arrive. */
  static List<Message> results(Iq request, Response.ArchivePage page) {
    Jid service = request.to().orElseThrow();
    Jid requester = request.from().orElseThrow();
    Element query = request.payload().orElseThrow();
    List<Message> results = new ArrayList<>();
    for (Response.ArchivedItem item : page.items()) {
      Element result =
          Element.builder("result", PubsubNs.ARCHIVE)
              .attribute("queryid", query.attribute("queryid"))
              .attribute("id", item.archiveId())
              .child(
                  Element.of(
                      "forwarded",
                      Ns.FORWARD,
                      Element.builder("delay", Ns.DELAY)
                          .attribute("stamp", item.arrival().toString())
                          .build(),
                      event(service, page, item)))
              .build();
      results.add(
          new Message(
              Element.builder("message", Ns.CLIENT)
                  .attribute("from", service.toString())
                  .attribute("to", requester.toString())
                  .attribute("id", item.archiveId())
                  .child(result)
                  .build(),
              Message.Type.NORMAL,
              /* sender= */ service,
              /* recipient= */ requester));
    }
    if (query.child("flip-page", PubsubNs.ARCHIVE).isPresent()) {
      Collections.reverse(results);
    }
    return results;
  }

  /** As subscribers got it, but for one item in each (XEP-0442 3). */
  private static Element event(Jid service, Response.ArchivePage page, Response.ArchivedItem item) {
    return NotificationEncoder.encode(
        new Notification.ItemsPublished(
            service.bare(),
            page.node(),
            List.of(),
            page.messageType(),
            List.of(
                new Notification.EventItem(
                    item.id(),
                    item.publisher(),
                    item.payload(),
                    item.stamped()
                        ? new Notification.Stamp(item.arrival(), item.archiveId())
                        : null,
                    item.headers())),
            null,
            List.of()));
  }

  private static Element fin(Response.ArchivePage page) {
    Element.Builder fin = Element.builder("fin", PubsubNs.ARCHIVE);
    if (page.complete()) {
      fin.attribute("complete", "true");
    }
    return fin.child(page.set().toElement()).build();
  }

  private static Element metadata(Response.ArchiveMetadata metadata) {
    return Element.builder("metadata", PubsubNs.ARCHIVE)
        .child(end("start", metadata.oldest()))
        .child(end("end", metadata.newest()))
        .build();
  }

  private static Optional<Element> end(String name, Response.@Nullable ArchiveEnd end) {
    return Optional.ofNullable(end)
        .map(
            known ->
                Element.builder(name, PubsubNs.ARCHIVE)
                    .attribute("id", known.archiveId())
                    .attribute("timestamp", known.arrival().toString())
                    .build());
  }

  /** The form, without the list of all ids there are (XEP-0313 4.1.5). */
  private static Element form(Iq request) {
    Element ids =
        field(ArchiveRequestReader.IDS, FieldType.LIST_MULTI)
            .child(
                Element.builder("validate", Ns.DATA_VALIDATION)
                    .attribute("datatype", "xs:string")
                    .child(Element.of("open", Ns.DATA_VALIDATION))
                    .build())
            .build();
    Element form =
        Element.builder("x", Ns.DATA_FORMS)
            .attribute("type", "form")
            .child(
                field("FORM_TYPE", FieldType.HIDDEN)
                    .textElement("value", Ns.DATA_FORMS, PubsubNs.ARCHIVE)
                    .build())
            .child(field(ArchiveRequestReader.WITH, FieldType.JID_SINGLE).build())
            .child(field(ArchiveRequestReader.START, FieldType.TEXT_SINGLE).build())
            .child(field(ArchiveRequestReader.END, FieldType.TEXT_SINGLE).build())
            .child(field(ArchiveRequestReader.BEFORE_ID, FieldType.TEXT_SINGLE).build())
            .child(field(ArchiveRequestReader.AFTER_ID, FieldType.TEXT_SINGLE).build())
            .child(ids)
            .build();
    return Element.builder("query", PubsubNs.ARCHIVE)
        .attribute("node", request.payload().flatMap(query -> query.attribute("node")))
        .child(form)
        .build();
  }

  private static Element.Builder field(String var, FieldType type) {
    return Element.builder("field", Ns.DATA_FORMS)
        .attribute("type", type.wire())
        .attribute("var", var);
  }
}
