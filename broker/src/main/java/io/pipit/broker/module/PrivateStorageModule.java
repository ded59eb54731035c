package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.account.Documents;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Private XML storage (XEP-0049): elements that an account keeps for its own clients, one for each
 * name and namespace. The element of bookmarks is made of the bookmarks of the account, see {@link
 * BookmarkConversion}.
 */
public final class PrivateStorageModule implements XmppModule {

  private static final String NAMESPACE = "jabber:iq:private";
  private static final String QUERY = "query";

  private final AccountUpdates updates;
  private final BookmarkConversion bookmarks;
  private final long mostBytes;

  /**
   * @param mostBytes the most that the documents of an account come to
   */
  public PrivateStorageModule(
      AccountUpdates updates, BookmarkConversion bookmarks, long mostBytes) {
    this.updates = updates;
    this.bookmarks = bookmarks;
    this.mostBytes = mostBytes;
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(Iq.Type.GET, QUERY, NAMESPACE, Access.OWNER_ELSE_FORBIDDEN, this::get),
        new AccountHandler(Iq.Type.SET, QUERY, NAMESPACE, Access.OWNER_ELSE_FORBIDDEN, this::set));
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(NAMESPACE);
  }

  @Override
  public Set<String> ownerFeatures() {
    return serverFeatures();
  }

  private record Name(String name, String namespace) {
    static Name of(Element element) {
      return new Name(element.name(), element.namespace());
    }
  }

  private static boolean isBookmarks(Element element) {
    return element.is(AccountBookmarks.DOCUMENT, BookmarkStorage.NAMESPACE);
  }

  private void get(IqRequest request, AccountState account, EntityShard shard) {
    List<Element> asked = request.payload().elements();
    if (asked.isEmpty()) {
      request.refuse(StanzaError.of(Condition.BAD_REQUEST, "nothing is asked for"));
    } else if (asked.stream().anyMatch(PrivateStorageModule::hasNoNamespace)) {
      request.refuse(
          StanzaError.of(
              Condition.NOT_ACCEPTABLE, "what is asked for has no namespace of its own"));
    } else if (asked.stream().map(Element::namespace).distinct().count() > 1) {
      request.refuse(StanzaError.of(Condition.NOT_ACCEPTABLE, "one namespace at a time"));
    } else if (asked.stream().noneMatch(PrivateStorageModule::isBookmarks)) {
      request.succeed(answer(asked, account, BookmarkStorage.EMPTY));
    } else {
      bookmarks.whenHere(
          account,
          shard,
          kept -> request.succeed(answer(asked, account, kept.storage())),
          request::refuse);
    }
  }

  private static Element answer(
      List<Element> asked, AccountState account, BookmarkStorage bookmarks) {
    Element.Builder answer = Element.builder(QUERY, NAMESPACE);
    for (Element each : asked) {
      if (isBookmarks(each)) {
        answer.child(BookmarkStorage.FORMAT.write(bookmarks));
      } else {
        account
            .documents()
            .get(DocumentKind.PRIVATE, each.name(), each.namespace())
            .ifPresentOrElse(
                answer::child, () -> answer.child(Element.of(each.name(), each.namespace())));
      }
    }
    return answer.build();
  }

  private static boolean hasNoNamespace(Element element) {
    return Set.of(NAMESPACE, Ns.CLIENT, "").contains(element.namespace());
  }

  private void set(IqRequest request, AccountState account, EntityShard shard) {
    List<Element> children = request.payload().elements();
    if (children.isEmpty() || children.stream().anyMatch(PrivateStorageModule::hasNoNamespace)) {
      request.refuse(
          StanzaError.of(
              Condition.NOT_ACCEPTABLE, "what is stored has to have a namespace of its own"));
      return;
    }
    Optional<BookmarkStorage> said =
        children.stream()
            .filter(PrivateStorageModule::isBookmarks)
            .reduce((first, last) -> last)
            .map(BookmarkStorage::of);
    if (said.isEmpty()) {
      List<DocumentChange> changes = changes(account, children);
      refusal(account, changes, shard)
          .ifPresentOrElse(
              request::refuse,
              () -> {
                updates.commit(account, shard, changes);
                request.succeed();
              });
    } else {
      bookmarks.whenHere(
          account,
          shard,
          kept -> store(request, account, shard, children, said.get(), kept),
          request::refuse);
    }
  }

  private void store(
      IqRequest request,
      AccountState account,
      EntityShard shard,
      List<Element> children,
      BookmarkStorage said,
      AccountBookmarks kept) {
    List<DocumentChange> changes = changes(account, children);
    refusal(account, changes, shard)
        .or(() -> kept.refusal(said))
        .ifPresentOrElse(
            request::refuse,
            () ->
                bookmarks.store(
                    kept,
                    said,
                    changes,
                    error -> error.ifPresentOrElse(request::refuse, request::succeed)));
  }

  /** What the elements change: an empty one takes out what is there, as clients do it. */
  private static List<DocumentChange> changes(AccountState account, List<Element> children) {
    Map<Name, DocumentChange> changes = new LinkedHashMap<>();
    BareJid jid = account.jid();
    Documents documents = account.documents();
    for (Element child : children) {
      DocumentChange change =
          isBookmarks(child)
              ? AccountBookmarks.rest(jid, BookmarkStorage.of(child))
              : child.attributeCount() == 0 && child.children().isEmpty()
                  ? new DocumentChange.DocumentRemoved(
                      jid, DocumentKind.PRIVATE, child.name(), child.namespace())
                  : new DocumentChange.DocumentSet(
                      jid, DocumentKind.PRIVATE, XmlWriter.serialize(child));
      changes.put(Name.of(child), change);
    }
    List<DocumentChange> real = new ArrayList<>(changes.values());
    real.removeIf(change -> isDone(documents, change));
    return real;
  }

  private static boolean isDone(Documents documents, DocumentChange change) {
    if (change instanceof DocumentChange.DocumentRemoved removed) {
      return documents.get(DocumentKind.PRIVATE, removed.name(), removed.namespace()).isEmpty();
    }
    DocumentChange.DocumentSet set = (DocumentChange.DocumentSet) change;
    return documents
        .get(DocumentKind.PRIVATE, set.document().name(), set.document().namespace())
        .filter(set.document()::equals)
        .isPresent();
  }

  private Optional<StanzaError> refusal(
      AccountState account, List<DocumentChange> changes, EntityShard shard) {
    long bytes = bytesBehind(account, changes);
    boolean isMore = bytes > account.documents().bytes(DocumentKind.PRIVATE);
    if (isMore ? shard.refusesChanges() : shard.refusesToFree()) {
      return Optional.of(shard.refusal());
    }
    return isMore && bytes > mostBytes
        ? Optional.of(
            StanzaError.of(
                Condition.POLICY_VIOLATION, "private storage has room for " + mostBytes + " bytes"))
        : Optional.empty();
  }

  /** What the private documents of an account come to with changes of different ones. */
  static long bytesBehind(AccountState account, List<DocumentChange> changes) {
    Documents documents = account.documents();
    long bytes = documents.bytes(DocumentKind.PRIVATE);
    for (DocumentChange change : changes) {
      if (change instanceof DocumentChange.DocumentSet set) {
        bytes += set.document().bytes().length;
        bytes -= bytes(documents, set.document().name(), set.document().namespace());
      } else if (change instanceof DocumentChange.DocumentRemoved removed) {
        bytes -= bytes(documents, removed.name(), removed.namespace());
      }
    }
    return bytes;
  }

  private static long bytes(Documents documents, String name, String namespace) {
    return documents
        .get(DocumentKind.PRIVATE, name, namespace)
        .map(document -> document.bytes().length)
        .orElse(0);
  }
}
