package io.pipit.broker.routing;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import java.util.List;
import java.util.Set;

/**
 * One protocol extension: the requests it answers and the features it makes true. Made once, in
 * {@code Modules}; holds no state of accounts or streams.
 */
public interface XmppModule {

  /** Requests to the server's own address. */
  default List<ServerHandler> serverHandlers() {
    return List.of();
  }

  /** Requests to the bare JID of an account, or without {@code to}. */
  default List<AccountHandler> accountHandlers() {
    return List.of();
  }

  /** The {@code identity} elements that disco#info of an account has because of this module. */
  default List<Element> accountIdentities() {
    return List.of();
  }

  /** What disco#info of the server lists because of this module. */
  default Set<String> serverFeatures() {
    return Set.of();
  }

  /** What disco#info of an account lists because of this module. */
  default Set<String> accountFeatures() {
    return Set.of();
  }

  /** What it lists besides for the account itself, since nobody else can make use of it there. */
  default Set<String> ownerFeatures() {
    return Set.of();
  }

  /**
   * Answers a kind of request to the server. Called on the requester's event loop; must answer
   * there or later from anywhere.
   */
  record ServerHandler(Iq.Type type, String name, String namespace, OnServer handler) {}

  /**
   * Answers a kind of request to an account. Called in the account's shard; answers wait for all
   * that the shard committed before.
   *
   * @param access who may ask
   */
  record AccountHandler(
      Iq.Type type, String name, String namespace, Access access, OnAccount handler) {}

  /**
   * Who may ask an account. Everybody else gets the same error whether the account exists or not:
   * {@code service-unavailable} unless another one is named here.
   */
  enum Access {
    /** Whoever can reach it; the handler decides. */
    ANYONE,
    /** Its own resources and those who get its presence. */
    SUBSCRIBER,
    /** Its own resources. */
    OWNER,
    /** Its own resources; others get {@code forbidden} (RFC 6121 2.3.3). */
    OWNER_ELSE_FORBIDDEN
  }

  /** See {@link ServerHandler}. */
  @FunctionalInterface
  interface OnServer {
    void handle(IqRequest request);
  }

  /** See {@link AccountHandler}. */
  @FunctionalInterface
  interface OnAccount {
    void handle(IqRequest request, AccountState account, EntityShard shard);
  }
}
