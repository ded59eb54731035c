package io.pipit.broker.module;

import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.xmpp.Iq;
import java.util.List;
import java.util.Set;

/** Answers pings of the server and of one's own account (XEP-0199). */
public final class PingModule implements XmppModule {

  static final String NAMESPACE = "urn:xmpp:ping";

  @Override
  public List<ServerHandler> serverHandlers() {
    return List.of(new ServerHandler(Iq.Type.GET, "ping", NAMESPACE, IqRequest::succeed));
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(
            Iq.Type.GET,
            "ping",
            NAMESPACE,
            Access.OWNER,
            (request, account, shard) -> request.succeed()));
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(NAMESPACE);
  }

  @Override
  public Set<String> ownerFeatures() {
    return Set.of(NAMESPACE);
  }
}
