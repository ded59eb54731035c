package io.pipit.xmpp;

/** Namespaces of RFC 6120 and of vocabulary that several units share. */
public final class Ns {

  public static final String CLIENT = "jabber:client";
  public static final String SERVER = "jabber:server";
  public static final String STREAMS = "http://etherx.jabber.org/streams";
  public static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
  public static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  public static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  public static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
  public static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
  public static final String REGISTER = "jabber:iq:register";
  public static final String ROSTER = "jabber:iq:roster";
  public static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  public static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
  public static final String DATA_FORMS = "jabber:x:data";
  public static final String DATA_VALIDATION = "http://jabber.org/protocol/xdata-validate";
  public static final String RSM = "http://jabber.org/protocol/rsm";
  public static final String COMMANDS = "http://jabber.org/protocol/commands";
  public static final String DELAY = "urn:xmpp:delay";
  public static final String FORWARD = "urn:xmpp:forward:0";
  public static final String STANZA_ID = "urn:xmpp:sid:0";
  public static final String SHIM = "http://jabber.org/protocol/shim";
  public static final String ADDRESSES = "http://jabber.org/protocol/address";
  public static final String XML = "http://www.w3.org/XML/1998/namespace";

  private Ns() {}
}
