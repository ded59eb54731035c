package io.pipit.broker.stream.sasl;

import java.net.InetAddress;

/**
 * What is known of a client before it has proven anything.
 *
 * @param conn its connection, as the log names it
 * @param bindings of its TLS connection; {@link ChannelBindings#NONE} without TLS
 */
public record SaslPeer(InetAddress address, String conn, ChannelBindings bindings) {}
