package io.pipit.broker.http;

import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import java.util.List;

/**
 * The accounts, as an administrator handles them. Called on the event loop of the door, so that it
 * never blocks; a future may complete on any thread, and only when what it says is durable.
 */
public interface UserAdministration {

  /**
   * Accounts in the order of their names, at most so many.
   *
   * @param after the name before the first one, empty to begin
   */
  Future<List<BareJid>> list(String after, int limit);

  /** Refused: the name is taken ({@code USER_EXISTS}), or is none ({@code BAD_USER_NAME}). */
  Future<Answer<BareJid>> create(String name, String password);

  /**
   * Refused: no such account ({@code NO_SUCH_USER}), or no usable password ({@code NO_PASSWORD}).
   */
  Future<Answer<BareJid>> changePassword(String name, String password);

  /**
   * Removes the account with everything that is its own, and ends its streams. Refused: no such
   * account ({@code NO_SUCH_USER}).
   */
  Future<Answer<BareJid>> remove(String name);
}
