package io.pipit.broker.port;

import io.pipit.broker.stream.BindResult;
import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.StreamListener;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What streams tell, as words. Confined to the loop of the streams. */
final class RecordingListener implements StreamListener {

  final List<String> told = new ArrayList<>();
  final List<ClientStream> bound = new ArrayList<>();
  boolean isFull;

  @Override
  public BindResult bind(ClientStream stream, BareJid account, Optional<String> resource) {
    if (isFull) {
      return new BindResult.Refused(StanzaError.of(StanzaError.Condition.RESOURCE_CONSTRAINT));
    }
    FullJid jid = account.withResource(resource.orElseThrow()).orElseThrow();
    bound.add(stream);
    told.add("bind " + jid);
    return new BindResult.Bound(jid);
  }

  @Override
  public void bound(ClientStream stream) {}

  @Override
  public void received(ClientStream stream, Stanza stanza) {
    told.add(XmlWriter.text(stanza.element()));
  }

  @Override
  public void closed(ClientStream stream) {
    told.add("closed " + stream.jid());
  }
}
