package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.VCardPhoto;
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
import java.util.function.Consumer;

/**
 * The vCard of an account: its owner sets it, anybody may read it (XEP-0054).
 *
 * <p>The photo in it is the account's avatar (XEP-0398), and not kept twice: a photo that is set
 * becomes the avatar, and the avatar is shown as the photo to whom its nodes let read it. What is
 * kept is all else, as it was set; a photo too that is no image of its own.
 *
 * <p>Called in the account's shard.
 */
public final class VCardModule implements XmppModule {

  private static final String NAME = "vCard";

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
            answer(request, account.jid(), kept, avatar.photo());
          }
        });
  }

  private static Optional<SerializedXml> kept(AccountState account) {
    return account.documents().get(DocumentKind.VCARD, NAME, VCardPhoto.NAMESPACE);
  }

  private static void answer(
      IqRequest request,
      BareJid account,
      Optional<SerializedXml> kept,
      Optional<VCardPhoto> avatar) {
    if (kept.isEmpty() && avatar.isEmpty()) {
      // Nobody else learns from the error whether there is such an account.
      request.refuse(
          request.requester().bare().equals(account)
              ? Condition.ITEM_NOT_FOUND
              : Condition.SERVICE_UNAVAILABLE);
      return;
    }
    Element vCard =
        kept.map(document -> XmlDocument.parse(document.bytes()))
            .orElseGet(() -> Element.of(NAME, VCardPhoto.NAMESPACE));
    request.succeed(avatar.map(photo -> photo.in(vCard)).orElse(vCard));
  }

  // ---- 3.2

  private void set(IqRequest request, AccountState account, EntityShard shard) {
    Element vCard = request.payload();
    VCardPhoto.Said said = VCardPhoto.read(vCard);
    Element rest = said instanceof VCardPhoto.Said.Photo ? VCardPhoto.without(vCard) : vCard;
    SerializedXml document = XmlWriter.serialize(rest);
    Optional<StanzaError> refusal = refusal(document, said, shard);
    if (refusal.isPresent()) {
      request.refuse(refusal.get());
      return;
    }
    keep(document, rest.children().isEmpty(), account, shard);
    Consumer<Optional<StanzaError>> answer =
        error -> error.ifPresentOrElse(request::refuse, request::succeed);
    if (said instanceof VCardPhoto.Said.Photo photo) {
      avatars.publish(account.jid(), photo.photo(), shard, answer);
    } else if (said instanceof VCardPhoto.Said.Nothing) {
      avatars.disable(account.jid(), shard, answer);
    } else {
      request.succeed();
    }
  }

  private Optional<StanzaError> refusal(
      SerializedXml document, VCardPhoto.Said said, EntityShard shard) {
    if (document.bytes().length > vcardBytes) {
      return Optional.of(tooLarge("a vCard", vcardBytes));
    }
    if (said instanceof VCardPhoto.Said.Photo photo
        && Avatars.payload(photo.photo().image()).bytes().length > payloadBytes) {
      return Optional.of(tooLarge("a photo", payloadBytes));
    }
    return shard.refusesChanges() ? Optional.of(shard.refusal()) : Optional.empty();
  }

  private static StanzaError tooLarge(String what, int most) {
    return StanzaError.of(
        Condition.POLICY_VIOLATION, what + " of more than " + most + " bytes is not kept");
  }

  private void keep(
      SerializedXml document, boolean isEmpty, AccountState account, EntityShard shard) {
    Optional<SerializedXml> before = kept(account);
    if (isEmpty ? before.isEmpty() : before.filter(document::equals).isPresent()) {
      return;
    }
    DocumentChange change =
        isEmpty
            ? new DocumentChange.DocumentRemoved(
                account.jid(), DocumentKind.VCARD, NAME, VCardPhoto.NAMESPACE)
            : new DocumentChange.DocumentSet(account.jid(), DocumentKind.VCARD, document);
    updates.commit(account, shard, List.of(change));
  }
}
