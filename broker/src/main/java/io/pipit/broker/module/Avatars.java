package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.AvatarData;
import io.pipit.pep.profile.AvatarMetadata;
import io.pipit.pep.profile.PayloadFormat;
import io.pipit.pep.profile.Reading;
import io.pipit.pep.profile.VCardPhoto;
import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The avatars of accounts, which are items of two of their nodes (XEP-0084). That is the one place
 * where they are: as the photo of a vCard and as a hash in presence they are shown from there.
 *
 * <p>An image is believed to be what the metadata speaks of when its hash says so.
 *
 * <p>Called in the account's shard; answers there.
 */
final class Avatars {

  /** Whom presence goes to may read a node of one of these. */
  private static final Set<AccessModel> SHOWN_WITH_PRESENCE =
      Set.of(AccessModel.OPEN, AccessModel.PRESENCE);

  private static final List<String> NODES = List.of(AvatarMetadata.NAMESPACE, AvatarData.NAMESPACE);

  private final PubsubService pubsub;
  private final AccountNodes nodes;

  Avatars(PubsubService pubsub) {
    this.pubsub = pubsub;
    this.nodes = new AccountNodes(pubsub);
  }

  /** The newest metadata of an account, in the item of that id. */
  private record Newest(String item, AvatarMetadata metadata) {

    static Optional<Newest> of(Item item) {
      return read(AvatarMetadata.FORMAT, item.payload())
          .map(metadata -> new Newest(item.id(), metadata));
    }

    /** The metadata of the image at the data node, if there is one. */
    Optional<AvatarMetadata.Info> image() {
      return metadata.atDataNode();
    }
  }

  // ---- as the account itself sees it, whatever is durable

  /**
   * What presence may say of an avatar: the hash of the image, empty when none is shown; nothing at
   * all when nothing is to be said.
   *
   * @param toAll who get it, so nothing of an avatar that not all of them may see
   * @param toReaders who may read both nodes
   */
  record Hash(Optional<String> toAll, Optional<String> toReaders) {

    static final Hash NOTHING = new Hash(Optional.empty(), Optional.empty());
  }

  /**
   * What presence of the account may say of its avatar. Told in the same call unless the items have
   * to be read first.
   *
   * @param otherwise why it cannot be told now
   */
  void hash(
      BareJid account, EntityShard shard, Consumer<Hash> told, Consumer<StanzaError> otherwise) {
    newest(
        account,
        shard,
        found -> {
          Optional<String> id = found.flatMap(Newest::image).map(AvatarMetadata.Info::id);
          if (id.isPresent()) {
            image(
                account,
                id.get(),
                shard,
                image ->
                    told.accept(
                        hash(
                            image.map(AvatarData::id),
                            isShownWithPresence(account, AvatarMetadata.NAMESPACE, shard)
                                && isShownWithPresence(account, AvatarData.NAMESPACE, shard))),
                otherwise);
          } else if (found.filter(newest -> newest.metadata().infos().isEmpty()).isPresent()) {
            told.accept(
                hash(
                    Optional.of(""),
                    isShownWithPresence(account, AvatarMetadata.NAMESPACE, shard)));
          } else {
            told.accept(Hash.NOTHING);
          }
        },
        otherwise);
  }

  private static Hash hash(Optional<String> hash, boolean isForAll) {
    return new Hash(isForAll ? hash : Optional.empty(), hash);
  }

  private static boolean isShownWithPresence(BareJid account, String name, EntityShard shard) {
    return node(account, name, shard)
        .filter(node -> SHOWN_WITH_PRESENCE.contains(node.config().accessModel()))
        .isPresent();
  }

  private static Optional<NodeState> node(BareJid account, String name, EntityShard shard) {
    return shard.hasNodes(account) ? shard.nodes(account).node(name) : Optional.empty();
  }

  private void newest(
      BareJid account,
      EntityShard shard,
      Consumer<Optional<Newest>> told,
      Consumer<StanzaError> otherwise) {
    ask(
        account,
        AvatarMetadata.NAMESPACE,
        shard,
        items ->
            items.size() == 0
                ? Optional.empty()
                : Optional.of(items.range(items.size() - 1, items.size()).get(0)),
        item -> told.accept(item.flatMap(Newest::of)),
        otherwise);
  }

  private void image(
      BareJid account,
      String id,
      EntityShard shard,
      Consumer<Optional<AvatarData>> told,
      Consumer<StanzaError> otherwise) {
    ask(
        account,
        AvatarData.NAMESPACE,
        shard,
        items -> items.get(id),
        item -> told.accept(item.flatMap(found -> image(found, id))),
        otherwise);
  }

  private void ask(
      BareJid account,
      String name,
      EntityShard shard,
      Function<NodeView, Optional<Item>> question,
      Consumer<Optional<Item>> told,
      Consumer<StanzaError> otherwise) {
    if (node(account, name, shard).isEmpty()) {
      told.accept(Optional.empty());
      return;
    }
    pubsub.whenHere(
        account,
        name,
        shard,
        () -> node(account, name, shard).map(NodeState::items).flatMap(question),
        told,
        otherwise);
  }

  private static Optional<AvatarData> image(Item item, String id) {
    return read(AvatarData.FORMAT, item.payload())
        .filter(image -> image.id().equals(id.toLowerCase(Locale.ROOT)));
  }

  private static <T> Optional<T> read(PayloadFormat<T> format, @Nullable SerializedXml payload) {
    return payload != null
            && format.read(XmlDocument.parse(payload.bytes())) instanceof Reading.Valid<T> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }

  // ---- as somebody else sees it

  /** What came of a look at an avatar. */
  sealed interface Seen {

    Seen NOTHING = new Photo(Optional.empty());

    /** The avatar, empty when there is none that may be seen. */
    record Photo(Optional<VCardPhoto> photo) implements Seen {}

    /** It cannot be told now. */
    record Unknown(StanzaError error) implements Seen {}
  }

  /**
   * The avatar as a photo, for who may read both of its nodes (XEP-0398 8).
   *
   * @param told when all that was looked at is durable
   */
  void photo(Jid requester, BareJid account, EntityShard shard, Consumer<Seen> told) {
    Look look = new Look(requester, account, shard, told);
    newest(
        account,
        shard,
        newest ->
            newest
                .flatMap(Newest::image)
                .filter(info -> isPicture(info.type()))
                .ifPresentOrElse(
                    info -> look.at(newest.get().item(), info), () -> told.accept(Seen.NOTHING)),
        why -> told.accept(new Seen.Unknown(why)));
  }

  private static boolean isPicture(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("image/");
  }

  /** One look of somebody at an avatar. */
  private final class Look {

    private final Jid requester;
    private final BareJid account;
    private final EntityShard shard;
    private final Consumer<Seen> told;

    Look(Jid requester, BareJid account, EntityShard shard, Consumer<Seen> told) {
      this.requester = requester;
      this.account = account;
      this.shard = shard;
      this.told = told;
    }

    /**
     * @param metadata the id of their item
     */
    void at(String metadata, AvatarMetadata.Info info) {
      item(
          AvatarMetadata.NAMESPACE,
          metadata,
          mayBeRead -> item(AvatarData.NAMESPACE, info.id(), data -> tell(info, data)));
    }

    /** Goes on with an item; tells when there is none for that requester. */
    private void item(String node, String id, Consumer<Item> then) {
      nodes.items(
          requester,
          account,
          node,
          List.of(id),
          shard,
          result -> {
            if (result instanceof AccountNodes.Result.Refused refused
                && refused.error().condition() == Condition.RESOURCE_CONSTRAINT) {
              told.accept(new Seen.Unknown(refused.error()));
            } else if (result instanceof AccountNodes.Result.Found found
                && !found.items().isEmpty()) {
              then.accept(found.items().get(0));
            } else {
              told.accept(Seen.NOTHING);
            }
          });
    }

    private void tell(AvatarMetadata.Info info, Item data) {
      told.accept(
          new Seen.Photo(image(data, info.id()).map(image -> new VCardPhoto(info.type(), image))));
    }
  }

  // ---- changing it

  /** Whether an image stays that is published, until it is changed or taken away. */
  boolean keeps(BareJid account, EntityShard shard) {
    return NODES.stream()
        .flatMap(name -> node(account, name, shard).stream())
        .allMatch(node -> keeps(node.config()));
  }

  private static boolean keeps(NodeConfig config) {
    return config.persistsItems()
        && !config.get(NodeConfigFields.PURGE_OFFLINE)
        && (config.get(NodeConfigFields.ITEM_EXPIRE) == NodeConfigFields.MAX
            || config.get(NodeConfigFields.KEEP_LAST) > 0);
  }

  /**
   * What has to be published so that the avatar is what a vCard says; nothing when it is. Nodes
   * that are made for it are for everybody, as the vCard is from which the photo comes; others stay
   * as they are.
   *
   * @param told the publishes: of them the last is the one that tells of the avatar
   * @param otherwise why it cannot be told now
   */
  void publishes(
      BareJid account,
      VCardPhoto.Said said,
      EntityShard shard,
      Consumer<List<NodeCommand.Publish>> told,
      Consumer<StanzaError> otherwise) {
    if (said instanceof VCardPhoto.Said.Other) {
      told.accept(List.of());
      return;
    }
    newest(
        account,
        shard,
        newest -> {
          if (said instanceof VCardPhoto.Said.Photo photo) {
            publishes(account, photo.photo(), newest, shard, told, otherwise);
          } else {
            told.accept(
                newest.filter(found -> !found.metadata().infos().isEmpty()).isEmpty()
                    ? List.of()
                    : List.of(metadata(account, null, AvatarMetadata.NONE, shard)));
          }
        },
        otherwise);
  }

  private void publishes(
      BareJid account,
      VCardPhoto photo,
      Optional<Newest> newest,
      EntityShard shard,
      Consumer<List<NodeCommand.Publish>> told,
      Consumer<StanzaError> otherwise) {
    String id = photo.image().id();
    boolean isSaid =
        newest
            .flatMap(Newest::image)
            .filter(image -> image.id().equalsIgnoreCase(id))
            .filter(image -> image.type().equalsIgnoreCase(photo.type()))
            .isPresent();
    image(
        account,
        id,
        shard,
        there ->
            told.accept(
                isSaid && there.isPresent()
                    ? List.of()
                    : List.of(
                        publish(
                            account,
                            AvatarData.NAMESPACE,
                            new PublishedItem(id, payload(photo.image())),
                            shard),
                        metadata(
                            account, id, AvatarMetadata.of(photo.image(), photo.type()), shard))),
        otherwise);
  }

  /** An image as the data node has it. */
  static SerializedXml payload(AvatarData image) {
    return XmlWriter.serialize(AvatarData.FORMAT.write(image));
  }

  private static NodeCommand.Publish metadata(
      BareJid account, @Nullable String id, AvatarMetadata metadata, EntityShard shard) {
    return publish(
        account,
        AvatarMetadata.NAMESPACE,
        new PublishedItem(id, XmlWriter.serialize(AvatarMetadata.FORMAT.write(metadata))),
        shard);
  }

  private static NodeCommand.Publish publish(
      BareJid account, String node, PublishedItem item, EntityShard shard) {
    Map<String, List<String>> options =
        node(account, node, shard).isPresent()
            ? Map.of()
            : Map.of("pubsub#access_model", List.of(AccessModel.OPEN.wire()));
    return new NodeCommand.Publish(account, node, List.of(item), options, null);
  }

  /** Whether somebody may read the avatar of an account. */
  boolean isFor(BareJid entity, BareJid account, EntityShard shard) {
    return shard.hasNodes(account)
        && NODES.stream().allMatch(name -> pubsub.mayRetrieve(account, name, entity, shard));
  }

  /** Whether a node of the avatar of an account is there that somebody may not read. */
  boolean isHiddenFrom(BareJid entity, BareJid account, EntityShard shard) {
    return NODES.stream()
        .filter(name -> node(account, name, shard).isPresent())
        .anyMatch(name -> !pubsub.mayRetrieve(account, name, entity, shard));
  }
}
