package io.pipit.broker.module;

import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import java.util.List;
import java.util.Set;

/**
 * Tells the name and version of this software (XEP-0092), but not on which operating system it
 * runs, which helps nobody but an attacker.
 */
public final class VersionModule implements XmppModule {

  static final String NAMESPACE = "jabber:iq:version";

  private final Element answer;

  /**
   * @param version of this software, as its command line tells it
   */
  public VersionModule(String version) {
    this.answer =
        Element.builder("query", NAMESPACE)
            .textElement("name", NAMESPACE, "Pipit")
            .textElement("version", NAMESPACE, version)
            .build();
  }

  @Override
  public List<ServerHandler> serverHandlers() {
    return List.of(new ServerHandler(Iq.Type.GET, "query", NAMESPACE, this::get));
  }

  private void get(IqRequest request) {
    request.succeed(answer);
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(NAMESPACE);
  }
}
