package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.PhotoUpdate;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.AvatarData;
import io.pipit.pep.profile.AvatarMetadata;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
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
import org.jspecify.annotations.Nullable;

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
    pubsub.watch(
        AvatarMetadata.NAMESPACE, (change, shard) -> changed(change.service(), false, shard));
    pubsub.watch(
        AvatarData.NAMESPACE,
        (change, shard) ->
            changed(change.service(), change instanceof Change.ItemsPublished, shard));
  }

  @Override
  public Set<String> accountFeatures() {
    return Set.of("urn:xmpp:pep-vcard-conversion:0");
  }

  /**
   * @param toShow whether there is an image to be shown, if the metadata speak of it. An image
   *     comes before the metadata, and may be in the place of the one before: until they come too
   *     nothing is taken back
   */
  private void changed(BareJid jid, boolean toShow, EntityShard shard) {
    AccountState account = shard.account(jid);
    if (account.photo() != null) {
      shard.execute(() -> renew(account, toShow, shard));
    }
  }

  private void renew(AccountState account, boolean toShow, EntityShard shard) {
    avatars.hash(
        account.jid(),
        shard,
        hash -> {
          if (toShow && hash.equals(Avatars.Hash.NOTHING)) {
            return;
          }
          PhotoUpdate before = Objects.requireNonNullElse(account.photo(), PhotoUpdate.SILENT);
          PhotoUpdate photo = before.next(hash.toAll(), hash.toReaders());
          account.photo(photo);
          if (!Objects.equals(photo.element(), before.element())) {
            again.accept(account, shard);
          }
        },
        unreadable -> account.forgetPhoto());
  }

  @Override
  public Presence stamped(Presence sent, AccountState account, EntityShard shard) {
    return stamped(sent, known(account, shard).element());
  }

  /** Who may not read the avatar learns nothing of it. */
  @Override
  public Presence directed(Presence sent, Jid to, AccountState account, EntityShard shard) {
    return avatars.isFor(to.bare(), account.jid(), shard)
        ? stamped(sent, known(account, shard).toReaders())
        : sent;
  }

  private PhotoUpdate known(AccountState account, EntityShard shard) {
    PhotoUpdate known = account.photo();
    return known == null ? lookUp(account, shard) : known;
  }

  /** For the first presence of an account: nobody has got any that could be told again. */
  private PhotoUpdate lookUp(AccountState account, EntityShard shard) {
    account.photo(PhotoUpdate.SILENT); // until it is known, if that takes long
    renew(account, false, shard);
    return Objects.requireNonNullElse(account.photo(), PhotoUpdate.SILENT);
  }

  /** An empty photo is the client's own word: it shows none. All else is the server's to say. */
  private static Presence stamped(Presence sent, @Nullable Element update) {
    if (update == null) {
      return sent;
    }
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
