package io.pipit.broker.transfer;

import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.SubscriptionRequest;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.ScramKeys;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is exported or imported. What belongs to an account comes behind it, what belongs
 * to a node behind that node, and all items of a service behind all its nodes.
 */
sealed interface Entry {

  /** What it is and of whom, for a person. */
  String what();

  <R> R accept(Visitor<R> visitor) throws IOException;

  /**
   * An account.
   *
   * @param sha1 null when it is not known
   * @param sha256 null when it is not known
   * @param password the password itself, which only files of others have
   */
  record AccountEntry(
      BareJid jid,
      AccountRole role,
      boolean disabled,
      @Nullable ScramKeys sha1,
      @Nullable ScramKeys sha256,
      @Nullable String password)
      implements Entry {

    @Override
    public String what() {
      return "account " + jid;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.account(this);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return what();
    }
  }

  /** A contact in the roster of an account. */
  record ContactEntry(BareJid account, RosterItem item) implements Entry {
    @Override
    public String what() {
      return "contact " + item.contact() + " of " + account;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.contact(this);
    }
  }

  /** A request for the presence of an account that waits for its answer. */
  record RequestEntry(BareJid account, SubscriptionRequest request) implements Entry {
    @Override
    public String what() {
      return "request of " + request.contact() + " to " + account;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.request(this);
    }
  }

  /** An address that an account blocks (XEP-0191). */
  record BlockedEntry(BareJid account, Jid jid) implements Entry {
    @Override
    public String what() {
      return "block of " + jid + " by " + account;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.blocked(this);
    }
  }

  /** An element that an account keeps: private storage (XEP-0049), or its vCard (XEP-0054). */
  record DocumentEntry(BareJid account, DocumentKind kind, SerializedXml document)
      implements Entry {
    @Override
    public String what() {
      return kind == DocumentKind.VCARD
          ? "vCard of " + account
          : "private <" + document.name() + " xmlns='" + document.namespace() + "'/> of " + account;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.document(this);
    }
  }

  /**
   * A node.
   *
   * @param creator null when it is not known
   * @param created null when it is not known
   * @param configuration fields of the form; those that are left out have their default
   */
  record NodeEntry(
      BareJid service,
      String node,
      @Nullable BareJid creator,
      @Nullable Instant created,
      Map<String, List<String>> configuration)
      implements Entry {

    @Override
    public String what() {
      return "node '" + node + "' of " + service;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.node(this);
    }
  }

  /** What an entity may do at a node; nothing for a creator who owns it no more. */
  record AffiliationEntry(BareJid service, String node, BareJid entity, Affiliation affiliation)
      implements Entry {
    @Override
    public String what() {
      return "affiliation of " + entity + " with the node '" + node + "' of " + service;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.affiliation(this);
    }
  }

  /**
   * A subscription to a node.
   *
   * @param subscription with an empty subid when it has none
   */
  record SubscriptionEntry(BareJid service, String node, Subscription subscription)
      implements Entry {
    @Override
    public String what() {
      return "subscription of " + subscription.jid() + " to the node '" + node + "' of " + service;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.subscription(this);
    }
  }

  /** A node in a collection (XEP-0248). */
  record ChildEntry(BareJid service, String collection, String child) implements Entry {
    @Override
    public String what() {
      return "node '" + child + "' in the collection '" + collection + "' of " + service;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.child(this);
    }
  }

  /** Somebody who has registered with the service (XEP-0077). */
  record RegistrationEntry(BareJid service, BareJid entity) implements Entry {
    @Override
    public String what() {
      return "registration of " + entity + " with " + service;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.registration(this);
    }
  }

  /**
   * An item of a node, or what was published there and is none any more.
   *
   * @param publisher null when it is not known
   * @param arrival null when it is not known
   * @param headers that its publisher gave it
   * @param stands whether it stands for the node; null when that is not said: then the newest item
   *     does
   */
  record ItemEntry(
      BareJid service,
      String node,
      String id,
      @Nullable BareJid publisher,
      @Nullable Instant arrival,
      @Nullable SerializedXml payload,
      Place place,
      List<ItemHeader> headers,
      @Nullable Boolean stands)
      implements Entry {
    public ItemEntry {
      headers = List.copyOf(headers);
    }

    /** One without headers, of which it is not said whether it stands. */
    public ItemEntry(
        BareJid service,
        String node,
        String id,
        @Nullable BareJid publisher,
        @Nullable Instant arrival,
        @Nullable SerializedXml payload,
        Place place) {
      this(service, node, id, publisher, arrival, payload, place, List.of(), null);
    }

    @Override
    public String what() {
      return (place.isItem() ? "item '" : "publish '")
          + id
          + "' of the node '"
          + node
          + "' of "
          + service;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) throws IOException {
      return visitor.item(this);
    }
  }

  /**
   * Where something stands among all that was published at its node.
   *
   * @param sequence its number, 0 when it is not known
   * @param first the number of the first publish of its id, in whose place it came; its own when
   *     there is no other
   * @param isItem whether it is an item, or remembered alone
   * @param isRemembered whether the history of the node has it; when it is neither it stands for
   *     the node and is nothing else
   */
  record Place(long sequence, long first, boolean isItem, boolean isRemembered) {

    /** Of an item of which nothing is known: behind all that is there. */
    static final Place LAST = new Place(0, 0, true, true);

    /** Whether it is no more than what stands for the node. */
    boolean isStandingAlone() {
      return !isItem && !isRemembered;
    }
  }

  /** One method for each kind. */
  interface Visitor<R> {
    R account(AccountEntry entry) throws IOException;

    R contact(ContactEntry entry) throws IOException;

    R request(RequestEntry entry) throws IOException;

    R blocked(BlockedEntry entry) throws IOException;

    R document(DocumentEntry entry) throws IOException;

    R node(NodeEntry entry) throws IOException;

    R affiliation(AffiliationEntry entry) throws IOException;

    R subscription(SubscriptionEntry entry) throws IOException;

    R child(ChildEntry entry) throws IOException;

    R registration(RegistrationEntry entry) throws IOException;

    R item(ItemEntry entry) throws IOException;
  }
}
