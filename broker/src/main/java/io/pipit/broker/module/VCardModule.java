package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.VCardPhoto;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The vCard of an account: its owner sets it, anybody may read it (XEP-0054).
 *
 * <p>The photo in it is the account's avatar (XEP-0398), and not kept twice: a photo that is set
 * becomes the avatar, and the avatar is shown as the photo to whom its nodes let read it. What is
 * kept is all else, as it was set; a photo too that is no image of its own, or not the first, or
 * would not stay at the nodes as these are configured.
 *
 * <p><b>All or nothing.</b> What cannot become the avatar is refused before anything is stored; the
 * image, what tells of it, and the rest of the vCard are logged in one batch.
 *
 * <p>Called in the account's shard.
 */
public final class VCardModule implements XmppModule {

  private static final String NAME = "vCard";

  private final PubsubService pubsub;
  private final AccountUpdates updates;
  private final Avatars avatars;
  private final int vcardBytes;
  private final int payloadBytes;

  /**
   * @param vcardBytes how large a vCard may be without its photo
   * @param payloadBytes how large the photo may be as an item
   */
  public VCardModule(
      PubsubService pubsub, AccountUpdates updates, int vcardBytes, int payloadBytes) {
    this.pubsub = pubsub;
    this.updates = updates;
    this.avatars = new Avatars(pubsub);
    this.vcardBytes = vcardBytes;
    this.payloadBytes = payloadBytes;
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(Iq.Type.GET, NAME, VCardPhoto.NAMESPACE, Access.ANYONE, this::get),
        new AccountHandler(
            Iq.Type.SET, NAME, VCardPhoto.NAMESPACE, Access.OWNER_ELSE_FORBIDDEN, this::set));
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(VCardPhoto.NAMESPACE);
  }

  @Override
  public Set<String> accountFeatures() {
    return Set.of(VCardPhoto.NAMESPACE);
  }

  // ---- 3.1 and 3.3

  private void get(IqRequest request, AccountState account, EntityShard shard) {
    Optional<SerializedXml> kept = kept(account);
    avatars.photo(
        request.requester(),
        account.jid(),
        shard,
        seen -> {
          if (seen instanceof Avatars.Seen.Unknown unknown) {
            request.refuse(unknown.error());
          } else if (seen instanceof Avatars.Seen.Photo avatar) {
            boolean isHidden =
                avatars.isHiddenFrom(request.requester().bare(), account.jid(), shard);
            answer(request, account.jid(), shown(kept, avatar.photo(), isHidden));
          }
        });
  }

  private static Optional<SerializedXml> kept(AccountState account) {
    return account.documents().get(DocumentKind.VCARD, NAME, VCardPhoto.NAMESPACE);
  }

  /** The vCard for one who gets the avatar, or does not; nothing of it if nothing is left. */
  private static Optional<Element> shown(
      Optional<SerializedXml> kept, Optional<VCardPhoto> avatar, boolean isHidden) {
    Element vCard =
        kept.map(document -> XmlDocument.parse(document.bytes()))
            .orElseGet(() -> Element.of(NAME, VCardPhoto.NAMESPACE));
    Element shown =
        avatar
            .map(photo -> photo.in(vCard))
            .orElseGet(() -> isHidden ? VCardPhoto.hidden(vCard) : VCardPhoto.withoutPlace(vCard));
    return Optional.of(shown).filter(each -> !each.children().isEmpty());
  }

  private static void answer(IqRequest request, BareJid account, Optional<Element> vCard) {
    vCard.ifPresentOrElse(
        request::succeed,
        // Nobody else learns from the error whether there is such an account.
        () ->
            request.refuse(
                request.requester().bare().equals(account)
                    ? Condition.ITEM_NOT_FOUND
                    : Condition.SERVICE_UNAVAILABLE));
  }

  // ---- 3.2

  private void set(IqRequest request, AccountState account, EntityShard shard) {
    Element vCard = VCardPhoto.withoutEmpty(request.payload());
    VCardPhoto.Said said = VCardPhoto.read(vCard);
    Element rest = avatars.keeps(account.jid(), shard) ? VCardPhoto.without(vCard) : vCard;
    SerializedXml document = XmlWriter.serialize(rest);
    tooLarge(document, said)
        .ifPresentOrElse(
            request::refuse,
            () ->
                avatars.publishes(
                    account.jid(),
                    said,
                    shard,
                    publishes ->
                        store(
                            change(document, rest.children().isEmpty(), account),
                            publishes,
                            account,
                            shard,
                            request),
                    request::refuse));
  }

  private Optional<StanzaError> tooLarge(SerializedXml document, VCardPhoto.Said said) {
    if (document.bytes().length > vcardBytes) {
      return Optional.of(tooLarge("a vCard", vcardBytes));
    }
    return said instanceof VCardPhoto.Said.Photo photo
            && Avatars.payload(photo.photo().image()).bytes().length > payloadBytes
        ? Optional.of(tooLarge("a photo", payloadBytes))
        : Optional.empty();
  }

  private static StanzaError tooLarge(String what, int most) {
    return StanzaError.of(
        Condition.POLICY_VIOLATION, what + " of more than " + most + " bytes is not kept");
  }

  /** What becomes of the document that is kept; empty when it stays as it is. */
  private static Optional<DocumentChange> change(
      SerializedXml document, boolean isEmpty, AccountState account) {
    Optional<SerializedXml> before = kept(account);
    if (isEmpty ? before.isEmpty() : before.filter(document::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        isEmpty
            ? new DocumentChange.DocumentRemoved(
                account.jid(), DocumentKind.VCARD, NAME, VCardPhoto.NAMESPACE)
            : new DocumentChange.DocumentSet(account.jid(), DocumentKind.VCARD, document));
  }

  private void store(
      Optional<DocumentChange> change,
      List<NodeCommand.Publish> publishes,
      AccountState account,
      EntityShard shard,
      IqRequest request) {
    boolean isMore =
        !publishes.isEmpty() || change.filter(each -> isMore(each, account)).isPresent();
    if (isMore ? shard.refusesChanges() : shard.refusesToFree()) {
      request.refuse(shard.refusal());
      return;
    }
    List<DocumentChange> changes = change.stream().toList();
    if (publishes.isEmpty()) {
      updates.commit(account, shard, changes);
      request.succeed();
    } else {
      Together together =
          new Together(error -> error.ifPresentOrElse(request::refuse, request::succeed));
      pubsub.publish(
          account.jid(), publishes, updates.alongside(account, changes), shard, together);
    }
  }

  private static boolean isMore(DocumentChange change, AccountState account) {
    return change instanceof DocumentChange.DocumentSet set
        && set.document().bytes().length
            > kept(account).map(before -> before.bytes().length).orElse(0);
  }
}
