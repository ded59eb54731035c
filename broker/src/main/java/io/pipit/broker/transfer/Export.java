package io.pipit.broker.transfer;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.store.Account;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import io.pipit.broker.transfer.Entry.AccountEntry;
import io.pipit.broker.transfer.Entry.AffiliationEntry;
import io.pipit.broker.transfer.Entry.BlockedEntry;
import io.pipit.broker.transfer.Entry.ChildEntry;
import io.pipit.broker.transfer.Entry.ContactEntry;
import io.pipit.broker.transfer.Entry.DocumentEntry;
import io.pipit.broker.transfer.Entry.ItemEntry;
import io.pipit.broker.transfer.Entry.NodeEntry;
import io.pipit.broker.transfer.Entry.Place;
import io.pipit.broker.transfer.Entry.RegistrationEntry;
import io.pipit.broker.transfer.Entry.RequestEntry;
import io.pipit.broker.transfer.Entry.SubscriptionEntry;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.store.History;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a log holds, in an order of its own that is the same each time: the accounts with
 * their rosters and nodes, then the nodes of the services. Payloads are read when they are written.
 * Confined to one thread; blocks.
 */
public final class Export {

  private final StoredState state;
  private final EntryWriter out;
  private long entries;

  private Export(StoredState state, EntryWriter out) {
    this.state = state;
    this.out = out;
  }

  /**
   * Exports a log that nobody else uses.
   *
   * @param log the folder of its segments
   * @param domain of the node
   * @return how many entries were written
   */
  public static long write(Path log, String domain, TransferFormat format, Writer out)
      throws IOException {
    EntryWriter writer =
        format == TransferFormat.NDJSON ? new NdjsonWriter(out) : new PieWriter(out);
    try (StoredState state = StoredState.open(log)) {
      writer.begin(domain);
      Export export = new Export(state, writer);
      export.all();
      writer.end();
      return export.entries;
    }
  }

  private void all() throws IOException {
    for (Account account : state.accounts().all()) {
      account(account);
      nodes(account.jid());
    }
    for (BareJid service : state.services()) {
      if (service.local().isEmpty()) {
        nodes(service);
      }
    }
  }

  private void write(Entry entry) throws IOException {
    entry.accept(out);
    entries++;
  }

  private void account(Account account) throws IOException {
    Credentials credentials = account.credentials();
    write(
        new AccountEntry(
            account.jid(),
            account.role(),
            account.disabled(),
            keys(credentials, ScramHash.SHA_1),
            keys(credentials, ScramHash.SHA_256),
            null));
    AccountState held = state.account(account.jid());
    for (var item : held.roster().items()) {
      write(new ContactEntry(account.jid(), item));
    }
    for (var request : held.roster().requests()) {
      write(new RequestEntry(account.jid(), request));
    }
    for (var jid : held.blockList().jids()) {
      write(new BlockedEntry(account.jid(), jid));
    }
    for (DocumentKind kind : DocumentKind.values()) {
      for (var document : held.documents().all(kind)) {
        write(new DocumentEntry(account.jid(), kind, document));
      }
    }
  }

  private static @Nullable ScramKeys keys(Credentials credentials, ScramHash hash) {
    return credentials.hasKeys(hash) ? credentials.keys(hash) : null;
  }

  private void nodes(BareJid service) throws IOException {
    List<NodeState> nodes =
        state.service(service).nodes().stream()
            .sorted(Comparator.comparing(NodeState::name))
            .toList();
    for (NodeState node : nodes) {
      for (Change change : node.head(service)) {
        head(change);
      }
    }
    for (Change change : state.directory(service).head(service)) {
      if (change instanceof Change.ChildAssociated edge) {
        write(new ChildEntry(service, edge.node(), edge.child()));
      } else if (change instanceof Change.EntityRegistered registered) {
        write(new RegistrationEntry(service, registered.entity()));
      }
    }
    for (NodeState node : nodes) {
      items(service, node);
    }
  }

  private void head(Change change) throws IOException {
    BareJid service = change.service();
    String node = change.node();
    if (change instanceof Change.NodeCreated created) {
      write(
          new NodeEntry(
              service,
              node,
              created.creator(),
              created.created(),
              Configurations.fields(created.config(), Configurations.defaults(service))));
    } else if (change instanceof Change.AffiliationChanged changed) {
      write(new AffiliationEntry(service, node, changed.entity(), changed.affiliation()));
    } else if (change instanceof Change.Subscribed subscribed) {
      write(new SubscriptionEntry(service, node, subscribed.subscription()));
    }
  }

  /** Items and what is remembered beside them, in the order of their numbers and each once. */
  private void items(BareJid service, NodeState node) throws IOException {
    NodeView items = node.items();
    History history = items.history();
    int item = 0;
    int publish = 0;
    boolean isWritten = false;
    while (item < items.size() || publish < history.size()) {
      long itemSeq = item < items.size() ? items.entry(item).seq() : Long.MAX_VALUE;
      long publishSeq = publish < history.size() ? history.entry(publish).seq() : Long.MAX_VALUE;
      boolean isItem = itemSeq <= publishSeq;
      boolean isRemembered = publishSeq <= itemSeq;
      if (!isWritten && standing(node) < Math.min(itemSeq, publishSeq)) {
        standing(service, node);
      }
      isWritten |= standing(node) <= Math.min(itemSeq, publishSeq);
      if (isItem) {
        write(item(service, node, items.range(item, item + 1).get(0), true, isRemembered));
      } else if (out.hasHistory()) {
        write(item(service, node, history.range(publish, publish + 1).get(0), false, true));
      }
      item += isItem ? 1 : 0;
      publish += isRemembered ? 1 : 0;
    }
    if (!isWritten) {
      standing(service, node);
    }
  }

  /** The number of what was chosen to stand for the node, above all when nothing was. */
  private static long standing(NodeState node) {
    var chosen = node.standing().entry();
    return chosen == null ? Long.MAX_VALUE : chosen.seq();
  }

  /** What stands for the node and is nothing else. */
  private void standing(BareJid service, NodeState node) throws IOException {
    var chosen = node.standing().entry();
    if (chosen != null && out.hasHistory()) {
      write(item(service, node, node.items().read(chosen), false, false));
    }
  }

  private static ItemEntry item(
      BareJid service, NodeState node, Item item, boolean isItem, boolean isRemembered) {
    boolean goesWithoutSaying = isItem && node.config().historyItems() == 0;
    return new ItemEntry(
        service,
        node.name(),
        item.id(),
        item.publisher(),
        item.arrival(),
        item.payload(),
        new Place(item.seq(), item.created(), isItem, isRemembered || goesWithoutSaying),
        item.headers(),
        stands(node, item, isItem));
  }

  /** Said where it is not so by itself. */
  private static @Nullable Boolean stands(NodeState node, Item item, boolean isItem) {
    if (standing(node) == item.seq()) {
      return true;
    }
    boolean nothingStands = standing(node) == Long.MAX_VALUE && !node.standing().followsNewest();
    if (nothingStands && isItem && isNewest(node, item)) {
      return false;
    }
    return null;
  }

  private static boolean isNewest(NodeState node, Item item) {
    return node.items().entry(node.items().size() - 1).seq() == item.seq();
  }
}
