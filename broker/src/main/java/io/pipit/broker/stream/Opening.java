package io.pipit.broker.stream;

import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import io.pipit.xmpp.xml.StreamHeader;
import java.util.Optional;

/** Waits for the client's header, answers it and offers what comes next (RFC 6120 4.2 and 4.3). */
final class Opening implements StreamPhase {

  private final C2sStream stream;

  Opening(C2sStream stream) {
    this.stream = stream;
  }

  @Override
  public StreamPhase on(StreamEvent event) {
    if (event instanceof StreamEvent.Opened opened) {
      stream.sendHeader(opened.header());
      Optional<StreamError> error = check(opened.header());
      if (error.isPresent()) {
        return stream.end(error.get());
      }
      stream.language(opened.header().lang());
      return offer();
    }
    if (event instanceof StreamEvent.ClosedByPeer) {
      return stream.end();
    }
    throw new AssertionError(event);
  }

  /** RFC 6120 4.7, in the order of what the client has to mend first. */
  private Optional<StreamError> check(StreamHeader header) {
    if (!header.contentNamespace().equals(Ns.CLIENT)) {
      return Optional.of(StreamError.of(Condition.INVALID_NAMESPACE));
    }
    if (header.version().filter(Opening::isSupported).isEmpty()) {
      return Optional.of(StreamError.of(Condition.UNSUPPORTED_VERSION));
    }
    Jid domain = stream.options().domain();
    if (header.to().flatMap(Jid::parse).filter(domain::equals).isEmpty()) {
      return Optional.of(StreamError.of(Condition.HOST_UNKNOWN));
    }
    if (stream.authenticated().isEmpty()
        && stream.options().limits().heap().pressure().refusesStreams()) {
      return Optional.of(
          StreamError.of(Condition.RESOURCE_CONSTRAINT, "the server is overloaded; try later"));
    }
    boolean another =
        stream.authenticated().isPresent()
            && header.from().isPresent()
            && header
                .from()
                .flatMap(Jid::parse)
                .filter(from -> from.bare().equals(stream.account()))
                .isEmpty();
    return another ? Optional.of(StreamError.of(Condition.INVALID_FROM)) : Optional.empty();
  }

  /** RFC 6120 4.7.5: any version from 1.0 on is answered with ours. */
  private static boolean isSupported(String version) {
    int dot = version.indexOf('.');
    return dot > 0
        && version.length() <= 16
        && version.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
        && version.substring(0, dot).chars().anyMatch(c -> c != '0');
  }

  private StreamPhase offer() {
    if (stream.authenticated().isPresent()) {
      stream.send(Features.afterAuthentication(stream.options()));
      return new Binding(stream);
    }
    if (!stream.security().isSecure() && stream.options().tls() == TlsMode.REQUIRED) {
      stream.send(Features.starttls());
      return new Securing(stream);
    }
    stream.send(Features.beforeAuthentication(stream));
    return new Authentication(stream);
  }
}
