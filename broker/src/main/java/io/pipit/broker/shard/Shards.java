package io.pipit.broker.shard;

import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.util.List;

/** All shards of this process, and which of them owns what. Any thread. */
public final class Shards {

  private final List<EntityShard> shards;

  public Shards(List<EntityShard> shards) {
    this.shards = List.copyOf(shards);
  }

  /** The owner of an account: roster, presence, personal nodes. */
  public EntityShard ofAccount(BareJid account) {
    return ofPartition(Partitions.of(account));
  }

  /** The owner of one node of a service. */
  public EntityShard ofNode(BareJid service, String node) {
    return ofPartition(Partitions.of(service, node));
  }

  /** The owner of a service's directory. */
  public EntityShard ofDirectory(BareJid service) {
    return ofPartition(Partitions.of(service));
  }

  public EntityShard ofPartition(int partition) {
    return shards.get(Math.floorMod(partition, shards.size()));
  }

  public List<EntityShard> all() {
    return shards;
  }
}
