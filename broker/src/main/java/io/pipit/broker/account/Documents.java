package io.pipit.broker.account;

import io.pipit.broker.account.DocumentChange.DocumentRemoved;
import io.pipit.broker.account.DocumentChange.DocumentSet;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an account keeps for its clients as it is: elements, one per kind, name and namespace. How
 * many bytes that may be is the business of whoever decides the changes. Confined to the account's
 * shard.
 */
public final class Documents {

  private record Key(DocumentKind kind, String name, String namespace) {}

  private final Map<Key, SerializedXml> documents = new LinkedHashMap<>();

  Documents() {}

  public Optional<SerializedXml> get(DocumentKind kind, String name, String namespace) {
    return Optional.ofNullable(documents.get(new Key(kind, name, namespace)));
  }

  /** The documents of a kind, in the order in which they were added. */
  public List<SerializedXml> all(DocumentKind kind) {
    return documents.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The bytes of the documents of a kind. */
  public long bytes(DocumentKind kind) {
    return all(kind).stream().mapToLong(document -> document.bytes().length).sum();
  }

  void apply(DocumentChange change) {
    if (change instanceof DocumentSet set) {
      SerializedXml document = set.document();
      documents.put(new Key(set.kind(), document.name(), document.namespace()), document);
    } else if (change instanceof DocumentRemoved removed) {
      documents.remove(new Key(removed.kind(), removed.name(), removed.namespace()));
    } else {
      throw new AssertionError(change);
    }
  }

  /** The changes that make the documents of an account again as they are. */
  List<DocumentChange> head(BareJid account) {
    return documents.entrySet().stream()
        .<DocumentChange>map(
            entry -> new DocumentSet(account, entry.getKey().kind(), entry.getValue()))
        .toList();
  }
}
