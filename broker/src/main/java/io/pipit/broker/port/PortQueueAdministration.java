package io.pipit.broker.port;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.QueueAdministration;
import io.pipit.broker.module.StoreRefusal;
import io.pipit.broker.port.QueueOverview.Seen;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueKind;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueueStatus;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The operator's way to the queues. Any thread. */
public final class PortQueueAdministration implements QueueAdministration {

  private final Vertx vertx;
  private final PortQueues queues;
  private final QueueOverview overview;
  private final StoreRefusal store;

  public PortQueueAdministration(Vertx vertx, PortQueues queues, StoreRefusal store) {
    this.vertx = vertx;
    this.queues = queues;
    this.overview = queues.overview();
    this.store = store;
  }

  @Override
  public Future<List<QueueInfo>> list(String after, int limit) {
    return vertx.executeBlocking(
        () -> overview.list(after, limit).stream().map(PortQueueAdministration::info).toList(),
        false);
  }

  private static QueueInfo info(Seen queue) {
    QueueStatus status = queue.status();
    return new QueueInfo(
        queue.id().owner(),
        queue.id().name(),
        QueueKind.of(queue.id().name()).name().toLowerCase(Locale.ROOT),
        status.isAttached(),
        status.items(),
        status.bytes(),
        status.oldest(),
        status.delivered(),
        status.dropped());
  }

  @Override
  public Future<Answer<QueueDetails>> info(BareJid owner, String name) {
    QueueId id = new QueueId(owner, name);
    Promise<Answer<QueueDetails>> told = Promise.promise();
    queues.find(
        id,
        settings -> {
          Optional<Seen> seen = settings == null ? Optional.empty() : overview.find(id);
          told.complete(
              settings == null || seen.isEmpty()
                  ? none(id)
                  : Answer.done(details(info(seen.get()), settings)));
        });
    return told.future();
  }

  private static QueueDetails details(QueueInfo info, QueueSettings settings) {
    return new QueueDetails(
        info,
        settings.filters().stream().map(QueueFilter::filter).toList(),
        settings.bounds().items(),
        settings.bounds().bytes(),
        settings.bounds().age(),
        settings.bounds().overflow().name().toLowerCase(Locale.ROOT),
        settings.expiry());
  }

  private static <T> Answer<T> none(QueueId id) {
    return Answer.refused(
        ErrorCode.NO_SUCH_QUEUE, "'" + id.owner() + "' has no queue '" + id.name() + "'");
  }

  @Override
  public Future<Answer<QueueInfo>> delete(BareJid owner, String name) {
    QueueId id = new QueueId(owner, name);
    Optional<Seen> seen = overview.find(id);
    if (seen.isEmpty()) {
      return Future.succeededFuture(none(id));
    }
    Promise<Answer<QueueInfo>> told = Promise.promise();
    queues.end(id, () -> told.complete(ended(seen.get())));
    return told.future();
  }

  private Answer<QueueInfo> ended(Seen queue) {
    return overview.find(queue.id()).isEmpty()
        ? Answer.done(info(queue))
        : Answer.refused(
            ErrorCode.UNAVAILABLE, "the queue '" + queue.address() + "': " + store.reason());
  }
}
