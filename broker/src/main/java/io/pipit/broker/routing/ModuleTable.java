package io.pipit.broker.routing;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.routing.XmppModule.Access;
import io.pipit.broker.routing.XmppModule.AccountHandler;
import io.pipit.broker.routing.XmppModule.ServerHandler;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.StanzaError.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the module that answers a request by type, name and namespace of its payload. Immutable;
 * any thread. What no module answers is {@code service-unavailable} (RFC 6120 8.4).
 */
public final class ModuleTable {

  private final Map<Key, ServerHandler> ofServer = new HashMap<>();
  private final Map<Key, AccountHandler> ofAccount = new HashMap<>();

  /**
   * @throws IllegalArgumentException when two modules answer the same kind of request
   */
  public ModuleTable(List<XmppModule> modules) {
    for (XmppModule module : modules) {
      for (ServerHandler handler : module.serverHandlers()) {
        once(ofServer.put(new Key(handler.type(), handler.name(), handler.namespace()), handler));
      }
      for (AccountHandler handler : module.accountHandlers()) {
        once(ofAccount.put(new Key(handler.type(), handler.name(), handler.namespace()), handler));
      }
    }
  }

  private static void once(Object before) {
    if (before != null) {
      throw new IllegalArgumentException("two modules answer the same request: " + before);
    }
  }

  /** Whether a module answers this request when it is to the server. */
  public boolean answersToServer(IqRequest request) {
    return ofServer.containsKey(Key.of(request));
  }

  /** On the requester's event loop. */
  public void toServer(IqRequest request) {
    ServerHandler found = ofServer.get(Key.of(request));
    if (found == null) {
      request.refuse(Condition.SERVICE_UNAVAILABLE);
    } else {
      found.handler().handle(request);
    }
  }

  /** In the account's shard. */
  public void toAccount(IqRequest request, AccountState account, EntityShard shard) {
    AccountHandler found = ofAccount.get(Key.of(request));
    if (found == null || !mayAsk(found.access(), request.requester().bare(), account)) {
      refuse(request, found);
    } else {
      found.handler().handle(request, account, shard);
    }
  }

  /** For an account that does not exist: what a stranger would get from one that does. */
  public void toNobody(IqRequest request) {
    refuse(request, ofAccount.get(Key.of(request)));
  }

  private static boolean mayAsk(Access access, BareJid requester, AccountState account) {
    boolean own = requester.equals(account.jid());
    return switch (access) {
      case ANYONE -> true;
      case SUBSCRIBER -> own || account.roster().state(requester).subscription().includesFrom();
      case OWNER, OWNER_ELSE_FORBIDDEN -> own;
    };
  }

  private static void refuse(IqRequest request, @Nullable AccountHandler found) {
    request.refuse(
        found != null && found.access() == Access.OWNER_ELSE_FORBIDDEN
            ? Condition.FORBIDDEN
            : Condition.SERVICE_UNAVAILABLE);
  }

  private record Key(Iq.Type type, String name, String namespace) {
    static Key of(IqRequest request) {
      Element payload = request.payload();
      return new Key(request.iq().type(), payload.name(), payload.namespace());
    }
  }
}
