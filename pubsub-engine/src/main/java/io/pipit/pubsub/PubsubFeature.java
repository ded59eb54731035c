package io.pipit.pubsub;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The features of XEP-0060 10 and 16.3: the one place that says which of them every service of this
 * node has. The others are true of a service by the defaults of its policy, or of accounts alone.
 * What a service does not have is refused by name.
 */
public enum PubsubFeature {
  ACCESS_OPEN(true),
  ACCESS_PRESENCE(false),
  ACCESS_AUTHORIZE(false),
  ACCESS_ROSTER(false),
  ACCESS_WHITELIST(false),
  AUTO_CREATE(true),
  AUTO_SUBSCRIBE(false),
  CACHE_LAST_ITEM(false),
  COLLECTIONS(true),
  CONFIG_NODE(true),
  CONFIG_NODE_MAX(true),
  CREATE_AND_CONFIGURE(true),
  CREATE_NODES(true),
  DELETE_ITEMS(true),
  DELETE_NODES(true),
  FILTERED_NOTIFICATIONS(false),
  GET_PENDING(true),
  INSTANT_NODES(true),
  ITEM_IDS(true),
  LAST_PUBLISHED(false),
  LEASED_SUBSCRIPTION(true),
  MANAGE_SUBSCRIPTIONS(true),
  MEMBER_AFFILIATION(true),
  META_DATA(true),
  MODIFY_AFFILIATIONS(true),
  MULTI_COLLECTION(true),
  MULTI_ITEMS(true),
  MULTI_SUBSCRIBE(true),
  OUTCAST_AFFILIATION(true),
  PERSISTENT_ITEMS(true),
  PRESENCE_NOTIFICATIONS(true),
  PRESENCE_SUBSCRIBE(false),
  PUBLISH(true),
  PUBLISH_NODE_FULL(true),
  PUBLISH_ONLY_AFFILIATION(true),
  PUBLISH_OPTIONS(true),
  PUBLISHER_AFFILIATION(true),
  PUBSUB_ON_A_JID(false),
  PURGE_NODES(true),
  RETRACT_ITEMS(true),
  RETRIEVE_AFFILIATIONS(true),
  RETRIEVE_DEFAULT(true),
  RETRIEVE_DEFAULT_SUB(true),
  RETRIEVE_ITEMS(true),
  RETRIEVE_SUBSCRIPTIONS(true),
  RSM(true),
  SUBSCRIBE(true),
  SUBSCRIPTION_NOTIFICATIONS(true),
  SUBSCRIPTION_OPTIONS(true);

  private static final Set<PubsubFeature> ACCESS_MODELS =
      EnumSet.of(ACCESS_OPEN, ACCESS_PRESENCE, ACCESS_AUTHORIZE, ACCESS_ROSTER, ACCESS_WHITELIST);

  private final boolean general;
  private final String wire = Wire.of(this);

  PubsubFeature(boolean general) {
    this.general = general;
  }

  /** The name, as in the {@code feature} attribute of {@code <unsupported/>}. */
  public String wire() {
    return wire;
  }

  /** The feature as service discovery spells it. */
  public String discoFeature() {
    return PubsubNs.PUBSUB + "#" + wire;
  }

  /** Whether every service has it that its operator did not take it from. */
  public boolean isGeneral() {
    return general;
  }

  private boolean isTrueOf(ServicePolicy policy) {
    NodeConfig defaults = policy.defaults();
    if (ACCESS_MODELS.contains(this)) {
      return wire.equals("access-" + defaults.accessModel().wire());
    }
    if (this == LAST_PUBLISHED) {
      return defaults.get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM)
          == SendLastPublishedItem.ON_SUB_AND_PRESENCE;
    }
    return general && policy.offers(this);
  }

  /**
   * What a pubsub service says in disco#info: the bare namespace and everything that it has. Of the
   * access models the default one is a feature (10), and that the newest item is sent when that is
   * the default (6.1.7).
   */
  public static List<String> advertised(ServicePolicy policy) {
    return Stream.concat(
            Stream.of(PubsubNs.PUBSUB),
            Stream.of(values())
                .filter(feature -> feature.isTrueOf(policy))
                .map(PubsubFeature::discoFeature))
        .toList();
  }
}
