package io.pipit.pubsub;

import static io.pipit.xmpp.StanzaError.Condition;
import static io.pipit.xmpp.StanzaError.Type;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which the engine or the codec refuses, with the section of XEP-0060 that gives type,
 * condition and application-specific condition. The one table of pubsub errors.
 */
public enum PubsubError {
  /** The request does not have the form that XEP-0060 17 gives it. */
  BAD_REQUEST("17.1", Type.MODIFY, Condition.BAD_REQUEST),
  /** A request of a kind that a pubsub service does not know (RFC 6120 8.4). */
  SERVICE_UNAVAILABLE("5.1", Type.CANCEL, Condition.SERVICE_UNAVAILABLE),
  NODEID_REQUIRED("7.2.3.3", Type.MODIFY, Condition.BAD_REQUEST, "nodeid-required"),
  INVALID_JID("6.1.3.1", Type.MODIFY, Condition.BAD_REQUEST, "invalid-jid"),
  ITEM_REQUIRED("7.1.3.7", Type.MODIFY, Condition.BAD_REQUEST, "item-required"),
  ITEM_FORBIDDEN("7.1.3.7", Type.MODIFY, Condition.BAD_REQUEST, "item-forbidden"),
  PAYLOAD_REQUIRED("7.1.3.7", Type.MODIFY, Condition.BAD_REQUEST, "payload-required"),
  INVALID_PAYLOAD("7.1.3.6", Type.MODIFY, Condition.BAD_REQUEST, "invalid-payload"),
  PAYLOAD_TOO_BIG("7.1.3.5", Type.MODIFY, Condition.NOT_ACCEPTABLE, "payload-too-big"),
  /** More items in one publish than the service takes. */
  BATCH_TOO_BIG("12.11", Type.MODIFY, Condition.NOT_ACCEPTABLE, "max-items-exceeded"),
  /** More items in one publish than the node keeps. */
  MAX_ITEMS_EXCEEDED("12.11", Type.CANCEL, Condition.NOT_ALLOWED, "max-items-exceeded"),
  NODE_FULL("7.1.3.4", Type.CANCEL, Condition.CONFLICT, "node-full"),
  /** The node is not as the publish-options ask for. */
  PRECONDITION_NOT_MET("7.1.5", Type.CANCEL, Condition.CONFLICT, "precondition-not-met"),
  /** The newest item is not the one that the publisher knows (XEP-0395 3.3). */
  COMPARE_FAILED("7.1.5", Type.MODIFY, Condition.CONFLICT, "precondition-not-met"),
  /** A query of an archive says something that it does not know (XEP-0313 4.1.5). */
  UNKNOWN_QUERY_FIELD("6.5.4", Type.CANCEL, Condition.FEATURE_NOT_IMPLEMENTED),
  /** Items are asked for in an order that is unknown (XEP-0413 5). */
  UNKNOWN_ORDER("6.5.4", Type.CANCEL, Condition.FEATURE_NOT_IMPLEMENTED),
  FORBIDDEN("7.1.3.1", Type.AUTH, Condition.FORBIDDEN),
  ITEM_NOT_FOUND("7.1.3.3", Type.CANCEL, Condition.ITEM_NOT_FOUND),
  /** The node was deleted with an address where to go on. */
  GONE("6.1.3.11", Type.MODIFY, Condition.GONE),
  /** The node has moved for now. */
  REDIRECT("6.1.3.11", Type.MODIFY, Condition.REDIRECT),
  /** Only whom an owner made a member may read the node. */
  PAYMENT_REQUIRED("6.1.3.5", Type.AUTH, Condition.PAYMENT_REQUIRED),
  /** Who creates nodes has to have registered with the service (XEP-0077). */
  REGISTRATION_REQUIRED("8.1.1", Type.AUTH, Condition.REGISTRATION_REQUIRED),
  /** As many have registered with the service as it remembers. */
  TOO_MANY_REGISTRATIONS("XEP-0077 3.1", Type.WAIT, Condition.RESOURCE_CONSTRAINT),
  CONFLICT("8.1.1", Type.CANCEL, Condition.CONFLICT),
  NOT_ACCEPTABLE("8.2.5.2", Type.MODIFY, Condition.NOT_ACCEPTABLE),
  UNSUPPORTED_ACCESS_MODEL(
      "8.1.2", Type.MODIFY, Condition.NOT_ACCEPTABLE, "unsupported-access-model"),
  MAX_NODES_EXCEEDED("17.2", Type.CANCEL, Condition.NOT_ALLOWED, "max-nodes-exceeded"),
  PRESENCE_SUBSCRIPTION_REQUIRED(
      "6.1.3.2", Type.AUTH, Condition.NOT_AUTHORIZED, "presence-subscription-required"),
  PENDING_SUBSCRIPTION("6.1.3.7", Type.AUTH, Condition.NOT_AUTHORIZED, "pending-subscription"),
  /** The node serves its subscribers only. */
  SUBSCRIPTION_REQUIRED("6.5.9.3", Type.AUTH, Condition.NOT_AUTHORIZED, "not-subscribed"),
  NOT_IN_ROSTER_GROUP("6.1.3.3", Type.AUTH, Condition.NOT_AUTHORIZED, "not-in-roster-group"),
  CLOSED_NODE("6.1.3.4", Type.CANCEL, Condition.NOT_ALLOWED, "closed-node"),
  TOO_MANY_SUBSCRIPTIONS(
      "6.1.3.9", Type.WAIT, Condition.POLICY_VIOLATION, "too-many-subscriptions"),
  JID_REQUIRED("6.3.4.3", Type.MODIFY, Condition.BAD_REQUEST, "jid-required"),
  SUBID_REQUIRED("6.2.3.1", Type.MODIFY, Condition.BAD_REQUEST, "subid-required"),
  INVALID_SUBID("6.2.3.5", Type.MODIFY, Condition.NOT_ACCEPTABLE, "invalid-subid"),
  INVALID_OPTIONS("6.3.6.2", Type.MODIFY, Condition.BAD_REQUEST, "invalid-options"),
  CONFIGURATION_REQUIRED("6.1.5", Type.MODIFY, Condition.NOT_ACCEPTABLE, "configuration-required"),
  /** Of options; to unsubscribe is another matter. */
  NO_SUCH_OPTIONS("6.3.4.2", Type.MODIFY, Condition.UNEXPECTED_REQUEST, "not-subscribed"),
  /** Of an ad-hoc command, as all errors with a condition of XEP-0050 4.4. */
  MALFORMED_ACTION("8.7.1", "malformed-action"),
  BAD_ACTION("8.7.1", "bad-action"),
  BAD_PAYLOAD("8.7.4", "bad-payload"),
  BAD_SESSIONID("8.7.1", "bad-sessionid"),
  /** Of a collection that the requester may not put the node into, or take it out of. */
  ASSOCIATION_FORBIDDEN("XEP-0248 7.2.3.2", Type.CANCEL, Condition.FORBIDDEN),
  /** Children of a leaf, a collection that is to be a leaf, or a cycle. */
  INVALID_ASSOCIATION("XEP-0248 7.2.3.1", Type.CANCEL, Condition.NOT_ALLOWED, "invalid-options"),
  NOT_ALLOWED("XEP-0248 7.1.3.2", Type.CANCEL, Condition.NOT_ALLOWED),
  NOT_SUBSCRIBED("6.2.3.2", Type.CANCEL, Condition.UNEXPECTED_REQUEST, "not-subscribed"),
  UNSUPPORTED_SUBSCRIBE("6.1.3.10", PubsubFeature.SUBSCRIBE),
  UNSUPPORTED_SUBSCRIPTION_OPTIONS("6.3.4.6", PubsubFeature.SUBSCRIPTION_OPTIONS),
  UNSUPPORTED_PUBLISH("7.1.3.2", PubsubFeature.PUBLISH),
  UNSUPPORTED_RETRIEVE_SUBSCRIPTIONS("5.6", PubsubFeature.RETRIEVE_SUBSCRIPTIONS),
  UNSUPPORTED_RETRIEVE_AFFILIATIONS("5.7", PubsubFeature.RETRIEVE_AFFILIATIONS),
  UNSUPPORTED_RETRIEVE_DEFAULT_SUB("6.4.3.2", PubsubFeature.RETRIEVE_DEFAULT_SUB),
  UNSUPPORTED_DELETE_ITEMS("7.2.3.6", PubsubFeature.DELETE_ITEMS),
  UNSUPPORTED_CREATE_NODES("8.1.1", PubsubFeature.CREATE_NODES),
  /** Where the service chooses no names. */
  UNSUPPORTED_INSTANT_NODES("8.1.1", Type.MODIFY, Condition.NOT_ACCEPTABLE, "nodeid-required"),
  UNSUPPORTED_CONFIG_NODE("8.2.3.1", PubsubFeature.CONFIG_NODE),
  UNSUPPORTED_RETRIEVE_DEFAULT("8.3.4.2", PubsubFeature.RETRIEVE_DEFAULT),
  UNSUPPORTED_DELETE_NODES("8.4", PubsubFeature.DELETE_NODES),
  UNSUPPORTED_PURGE_NODES("8.5.3.1", PubsubFeature.PURGE_NODES),
  UNSUPPORTED_GET_PENDING("8.7.3.2", PubsubFeature.GET_PENDING),
  UNSUPPORTED_MANAGE_SUBSCRIPTIONS("8.8.1.3.1", PubsubFeature.MANAGE_SUBSCRIPTIONS),
  UNSUPPORTED_MODIFY_AFFILIATIONS("8.9.1.3.1", PubsubFeature.MODIFY_AFFILIATIONS),
  UNSUPPORTED_MEMBER_AFFILIATION("8.9.2.3.2", PubsubFeature.MEMBER_AFFILIATION),
  UNSUPPORTED_OUTCAST_AFFILIATION("8.9.2.3.2", PubsubFeature.OUTCAST_AFFILIATION),
  UNSUPPORTED_PUBLISHER_AFFILIATION("8.9.2.3.2", PubsubFeature.PUBLISHER_AFFILIATION),
  UNSUPPORTED_PUBLISH_ONLY_AFFILIATION("8.9.2.3.2", PubsubFeature.PUBLISH_ONLY_AFFILIATION),
  UNSUPPORTED_RETRIEVE_ITEMS("6.5.9.5", PubsubFeature.RETRIEVE_ITEMS),
  UNSUPPORTED_PERSISTENT_ITEMS("6.5.9.4", PubsubFeature.PERSISTENT_ITEMS),
  UNSUPPORTED_COLLECTIONS("8.1.2", PubsubFeature.COLLECTIONS);

  private final String section;
  private final Type type;
  private final Condition condition;
  private final @Nullable String application;
  private final @Nullable PubsubFeature unsupported;
  private final String namespace;

  PubsubError(String section, Type type, Condition condition) {
    this(section, type, condition, null, null);
  }

  PubsubError(String section, Type type, Condition condition, String application) {
    this(section, type, condition, application, null);
  }

  PubsubError(String section, String command) {
    this(section, Type.MODIFY, Condition.BAD_REQUEST, command, null, Ns.COMMANDS);
  }

  PubsubError(String section, PubsubFeature unsupported) {
    this(section, Type.CANCEL, Condition.FEATURE_NOT_IMPLEMENTED, "unsupported", unsupported);
  }

  PubsubError(
      String section,
      Type type,
      Condition condition,
      @Nullable String application,
      @Nullable PubsubFeature unsupported) {
    this(section, type, condition, application, unsupported, PubsubNs.ERRORS);
  }

  PubsubError(
      String section,
      Type type,
      Condition condition,
      @Nullable String application,
      @Nullable PubsubFeature unsupported,
      String namespace) {
    this.namespace = namespace;
    this.section = section;
    this.type = type;
    this.condition = condition;
    this.application = application;
    this.unsupported = unsupported;
  }

  /**
   * The section of XEP-0060, or of the XEP that it names, that describes it first; others refer to
   * the same error.
   */
  public String section() {
    return section;
  }

  public StanzaError toStanzaError() {
    return toStanzaError(null);
  }

  /**
   * The error as a stanza carries it.
   *
   * @param detail what was wrong, for a person; null when the conditions say it all
   */
  public StanzaError toStanzaError(@Nullable String detail) {
    return new StanzaError(type, condition, detail, applicationCondition());
  }

  private @Nullable Element applicationCondition() {
    if (application == null) {
      return null;
    }
    Element.Builder element = Element.builder(application, namespace);
    if (unsupported != null) {
      element.attribute("feature", unsupported.wire());
    }
    return element.build();
  }
}
