package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.PhotoUpdate;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.AvatarData;
import io.pipit.pep.profile.AvatarMetadata;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Says in the presence of an account what its avatar is, for those who know avatars from vCards
 * (XEP-0398 5, XEP-0153 4.1). The vCard itself is the business of {@link VCardModule}.
 *
 * <p>What to say is looked up once, with the first presence of an account, and kept while somebody
 * is connected; a change of the nodes renews it. Called in the account's shard.
 */
public final class AvatarConversion implements XmppModule, PresenceStamp {

  private final Avatars avatars;
  private final BiConsumer<AccountState, EntityShard> again;

  /**
   * @param again tells the presence of all resources of an account anew
   */
  public AvatarConversion(PubsubService pubsub, BiConsumer<AccountState, EntityShard> again) {
    this.avatars = new Avatars(pubsub);
    this.again = again;
    pubsub.watch(AvatarMetadata.NAMESPACE, this::changed);
    pubsub.watch(
        AvatarData.NAMESPACE,
        (change, shard) -> {
          // An image comes before the metadata that speak of it: until then nothing is new.
          if (!(change instanceof Change.ItemsPublished)) {
            changed(change, shard);
          }
        });
  }

  @Override
  public Set<String> accountFeatures() {
    return Set.of("urn:xmpp:pep-vcard-conversion:0");
  }

  private void changed(Change change, EntityShard shard) {
    AccountState account = shard.account(change.service());
    if (account.photo() != null) {
      shard.execute(() -> renew(account, shard));
    }
  }

  private void renew(AccountState account, EntityShard shard) {
    avatars.hash(
        account.jid(),
        shard,
        hash -> {
          PhotoUpdate before = account.photo();
          PhotoUpdate photo =
              hash.map(PhotoUpdate::of)
                  // What was shown is taken back.
                  .orElse(
                      before == null || before.element() == null
                          ? PhotoUpdate.SILENT
                          : PhotoUpdate.NO_PHOTO);
          if (!photo.equals(before)) {
            account.photo(photo);
            again.accept(account, shard);
          }
        },
        unreadable -> account.forgetPhoto());
  }

  @Override
  public Presence stamped(Presence sent, AccountState account, EntityShard shard) {
    PhotoUpdate known = account.photo();
    Element update = (known == null ? lookUp(account, shard) : known).element();
    return update == null ? sent : stamped(sent, update);
  }

  /** Who may not read the avatar learns nothing of it. */
  @Override
  public Presence directed(Presence sent, Jid to, AccountState account, EntityShard shard) {
    return avatars.isFor(to.bare(), account.jid(), shard) ? stamped(sent, account, shard) : sent;
  }

  /** For the first presence of an account: nobody has got any that could be told again. */
  private PhotoUpdate lookUp(AccountState account, EntityShard shard) {
    account.photo(PhotoUpdate.SILENT); // until it is known, if that takes long
    renew(account, shard);
    return Objects.requireNonNullElse(account.photo(), PhotoUpdate.SILENT);
  }

  /** An empty photo is the client's own word: it shows none. All else is the server's to say. */
  private static Presence stamped(Presence sent, Element update) {
    List<Node> children = new ArrayList<>();
    for (Node child : sent.element().children()) {
      if (!(child instanceof Element x && x.is("x", PhotoUpdate.NAMESPACE))) {
        children.add(child);
      } else if (showsNone(x)) {
        return sent;
      }
    }
    children.add(update);
    return new Presence(
        sent.element().withChildren(children), sent.type(), sent.sender(), sent.recipient());
  }

  private static boolean showsNone(Element x) {
    Optional<Element> photo = x.child("photo", PhotoUpdate.NAMESPACE);
    return photo.isPresent() && photo.get().text().isBlank();
  }
}
