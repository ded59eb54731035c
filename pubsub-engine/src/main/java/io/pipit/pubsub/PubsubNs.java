package io.pipit.pubsub;

/** Namespaces and form types of XEP-0060 (16.1, 16.4). */
public final class PubsubNs {

  public static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  public static final String OWNER = PUBSUB + "#owner";
  public static final String EVENT = PUBSUB + "#event";
  public static final String ERRORS = PUBSUB + "#errors";
  public static final String NODE_CONFIG = PUBSUB + "#node_config";
  public static final String SUBSCRIBE_OPTIONS = PUBSUB + "#subscribe_options";
  public static final String SUBSCRIBE_AUTHORIZATION = PUBSUB + "#subscribe_authorization";
  public static final String META_DATA = PUBSUB + "#meta-data";
  public static final String PUBLISH_OPTIONS = PUBSUB + "#publish-options";

  /** The command by which an owner asks for the requests that wait (XEP-0060 8.7). */
  public static final String GET_PENDING = PUBSUB + "#get-pending";

  /** Compare-and-publish (XEP-0395). */
  public static final String COMPARE_AND_PUBLISH = "urn:xmpp:pubsub:cap:0";

  /** Message archives (XEP-0313). */
  public static final String ARCHIVE = "urn:xmpp:mam:2";

  /** What clients may ask of an archive beyond the first version of it (XEP-0313 8). */
  public static final String ARCHIVE_EXTENDED = ARCHIVE + "#extended";

  /** Events that a subscriber missed (XEP-0312). */
  public static final String SINCE = PUBSUB + "#since";

  public static final String ORDER_BY = "urn:xmpp:order-by:1";

  /** Subscriptions that others may see (XEP-0465). */
  public static final String PUBLIC_SUBSCRIPTIONS = "urn:xmpp:pps:0";

  /** Nodes by type in service discovery (XEP-0462). */
  public static final String TYPE_FILTER = "urn:xmpp:pubsub-filter:0";

  /** Of our own form fields (XEP-0068 3.4). */
  public static final String PIPIT = "urn:pipit:pubsub:0";

  private PubsubNs() {}
}
