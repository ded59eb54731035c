package io.pipit.devices.client;

import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was published to the nodes of a service, also what is no item any more (XEP-0442). Any
 * thread; futures as those of {@link PubsubClient}.
 */
public final class ArchiveClient {

  private final XmppClient client;
  private final Jid service;
  private final Future<Void> listening;
  private final AtomicLong queries = new AtomicLong();
  private final Map<String, Results> results = new ConcurrentHashMap<>();

  public ArchiveClient(XmppClient client, Jid service) {
    this.client = client;
    this.service = service;
    this.listening = client.onMessage(this::received);
  }

  /**
   * A part of an archive.
   *
   * @param published with the time of each
   * @param ids their names in the archive, in the same order
   * @param last what to go on after, null for nothing
   * @param complete whether there is no more
   */
  public record Page(
      List<PubsubEvent.Published> published,
      List<String> ids,
      @Nullable String last,
      boolean complete) {
    public Page {
      published = List.copyOf(published);
      ids = List.copyOf(ids);
    }
  }

  /** What came for one query so far. */
  private record Results(List<PubsubEvent.Published> published, List<String> ids) {}

  /**
   * What was published to a node from a time on, the oldest first (XEP-0313 4).
   *
   * @param after the last of the page before, null for the first page
   */
  public Future<Page> since(String node, Instant since, @Nullable String after, int max) {
    return query(
        node,
        since,
        after == null ? ResultSet.Request.first(max) : ResultSet.Request.after(after, max));
  }

  /**
   * What was published to a node before something else, the newest of it, the oldest first.
   *
   * @param before the first of the page behind this one, null for the newest page
   */
  public Future<Page> before(String node, @Nullable String before, int max) {
    return query(
        node,
        null,
        before == null ? ResultSet.Request.last(max) : ResultSet.Request.before(before, max));
  }

  private Future<Page> query(String node, @Nullable Instant since, ResultSet.Request page) {
    String id = "archive-" + queries.incrementAndGet();
    DataForm.Builder form = DataForm.builder(DataForm.Type.SUBMIT).formType(PubsubNs.ARCHIVE);
    if (since != null) {
      form.field("start", since.toString());
    }
    Element query =
        Element.builder("query", PubsubNs.ARCHIVE)
            .attribute("queryid", id)
            .attribute("node", node)
            .child(form.build().toElement())
            .child(page.toElement())
            .build();
    Results found = new Results(new ArrayList<>(), new ArrayList<>());
    return listening
        .compose(
            ready -> {
              results.put(id, found);
              return client.request(Iq.Type.SET, service, query);
            })
        .map(answer -> page(answer, found))
        .onComplete(done -> results.remove(id));
  }

  private static Page page(Element answer, Results found) {
    Element fin = answer.child("fin", PubsubNs.ARCHIVE).orElse(Element.of("fin", PubsubNs.ARCHIVE));
    String last = ResultSet.find(fin).map(ResultSet::read).map(ResultSet::last).orElse(null);
    return new Page(
        found.published,
        found.ids,
        last,
        last == null || fin.attribute("complete", "").equals("true"));
  }

  /** A result counts when it is of a query that is open, and from whom was asked (9.2). */
  private void received(Element message) {
    Element result = message.child("result", PubsubNs.ARCHIVE).orElse(null);
    boolean fromService =
        message.attribute("from").flatMap(Jid::parse).filter(service::equals).isPresent();
    if (result == null || !fromService) {
      return;
    }
    Results open = results.get(result.attribute("queryid", ""));
    Element forwarded = result.child("forwarded", Ns.FORWARD).orElse(null);
    if (open == null || forwarded == null) {
      return;
    }
    // The time is beside the message, where events of now have none.
    Element event =
        forwarded
            .child("message", Ns.CLIENT)
            .map(found -> found.toBuilder().child(forwarded.child("delay", Ns.DELAY)).build())
            .orElse(message);
    for (PubsubEvent each : PubsubEvent.read(event)) {
      if (each instanceof PubsubEvent.Published published) {
        open.published.add(published);
        open.ids.add(result.attribute("id", ""));
      }
    }
  }
}
