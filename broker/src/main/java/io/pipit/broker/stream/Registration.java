package io.pipit.broker.stream;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import java.net.InetAddress;
import java.util.function.Consumer;

/** In-band registration before authentication (XEP-0077), where the operator allows it. */
public interface Registration {

  /** The namespace of its requests. */
  String NAMESPACE = Ns.REGISTER;

  /** The stream feature that advertises it. */
  Element feature();

  /**
   * Handles a request of a client that has no account yet. Called on the loop of its stream, which
   * reads nothing more until the answer is there.
   *
   * @param answer to be called exactly once, on any thread
   */
  void request(InetAddress client, Iq request, Consumer<Iq> answer);
}
