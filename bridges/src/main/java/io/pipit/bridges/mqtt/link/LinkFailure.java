package io.pipit.bridges.mqtt.link;

/**
 * Why a link ended or did not come up.
 *
 * @param text for a person
 * @param alert of TLS that the broker sent, as {@code certificate_expired} (RFC 8446 6); empty when
 *     it sent none, or none that could be read
 */
public record LinkFailure(Kind kind, String text, String alert) {

  /** One without an alert. */
  public LinkFailure(Kind kind, String text) {
    this(kind, text, "");
  }

  /** What failed. */
  public enum Kind {
    /** The name has no address. */
    LOOKUP,
    /** No connection. */
    CONNECT,
    /** The files of TLS, its handshake, or the certificate of the broker. */
    TLS,
    /** The broker asked for the certificate of the bridge, and refuses what it got. */
    CERTIFICATE,
    /** The broker refuses who we are, or what we may. */
    AUTH,
    /** The broker speaks another version of MQTT. */
    VERSION,
    /** The broker refuses the connection for another reason. */
    REFUSED,
    /** No answer in time, at the connection or to a ping. */
    TIMEOUT,
    /** It was up and has ended. */
    LOST
  }
}
