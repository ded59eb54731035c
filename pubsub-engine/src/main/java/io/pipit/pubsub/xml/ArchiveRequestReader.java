package io.pipit.pubsub.xml;

import static io.pipit.pubsub.xml.CommandDecoder.accepted;
import static io.pipit.pubsub.xml.CommandDecoder.refused;

import io.pipit.pubsub.ArchiveQuery;
import io.pipit.pubsub.ItemOrder;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.xml.CommandDecoder.Decoded;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DateTime;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one request to the archive of a node (XEP-0313, XEP-0442). Confined to its caller. */
final class ArchiveRequestReader {

  static final String START = "start";
  static final String END = "end";
  static final String WITH = "with";
  static final String BEFORE_ID = "before-id";
  static final String AFTER_ID = "after-id";
  static final String IDS = "ids";

  private static final Set<String> FIELDS =
      Set.of(DataForm.FORM_TYPE, START, END, WITH, BEFORE_ID, AFTER_ID, IDS);

  private final Jid requester;
  private final Element payload;

  ArchiveRequestReader(Jid requester, Element payload) {
    this.requester = requester;
    this.payload = payload;
  }

  Decoded read(boolean get) {
    if (payload.name().equals("metadata")) {
      return get
          ? RequestReader.onNode(
              payload, node -> accepted(new NodeCommand.DescribeArchive(requester, node)))
          : refused(PubsubError.BAD_REQUEST);
    }
    if (!get) {
      return RequestReader.onNode(payload, this::query);
    }
    String node = payload.attribute("node", "");
    return accepted(
        node.isEmpty()
            ? new ServiceCommand.RetrieveArchiveForm(requester)
            : new NodeCommand.RetrieveArchiveForm(requester, node));
  }

  private Decoded query(String node) {
    Optional<List<ItemOrder>> order = RequestReader.order(payload);
    ResultSet.Reading page = ResultSet.find(payload).map(ResultSet::readRequest).orElse(null);
    if (page instanceof ResultSet.Refused) {
      return refused(PubsubError.BAD_REQUEST);
    }
    if (order.isEmpty()) {
      return refused(PubsubError.UNKNOWN_ORDER);
    }
    Optional<Element> x = payload.child("x", Ns.DATA_FORMS);
    DataForm form =
        x.isEmpty()
            ? DataForm.builder(DataForm.Type.SUBMIT).formType(PubsubNs.ARCHIVE).build()
            : x.flatMap(DataForm::read).filter(ArchiveRequestReader::isQuery).orElse(null);
    return form == null
        ? refused(PubsubError.BAD_REQUEST)
        : query(node, form, (ResultSet.Request) page, order.get());
  }

  private static boolean isQuery(DataForm form) {
    return form.type() == DataForm.Type.SUBMIT
        && form.formType().filter(PubsubNs.ARCHIVE::equals).isPresent();
  }

  private Decoded query(
      String node, DataForm form, ResultSet.@Nullable Request page, List<ItemOrder> order) {
    for (DataForm.Field field : form.fields()) {
      if (!field.var().isEmpty() && !FIELDS.contains(field.var())) {
        return refused(PubsubError.UNKNOWN_QUERY_FIELD);
      }
      if (field.values().size() > 1 && !field.var().equals(IDS)) {
        return refused(PubsubError.BAD_REQUEST);
      }
    }
    Instant start = form.value(START).flatMap(DateTime::parse).orElse(null);
    Instant end = form.value(END).flatMap(DateTime::parse).orElse(null);
    Jid with = form.value(WITH).flatMap(Jid::parse).orElse(null);
    boolean malformed =
        (start == null && form.value(START).isPresent())
            || (end == null && form.value(END).isPresent())
            || (with == null && form.value(WITH).isPresent());
    return malformed
        ? refused(PubsubError.BAD_REQUEST)
        : accepted(
            new NodeCommand.QueryArchive(
                requester,
                node,
                new ArchiveQuery(
                    start,
                    end,
                    with,
                    form.value(BEFORE_ID).orElse(null),
                    form.value(AFTER_ID).orElse(null),
                    form.values(IDS),
                    page,
                    order)));
  }
}
