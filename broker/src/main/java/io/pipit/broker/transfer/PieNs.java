package io.pipit.broker.transfer;

/** Namespaces of XEP-0227, and ours for what it cannot say. */
final class PieNs {

  static final String PIE = "urn:xmpp:pie:0";
  static final String SCRAM = PIE + "#scram";
  static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

  static final String PRIVATE = "jabber:iq:private";
  static final String VCARD = "vcard-temp";
  static final String BLOCKING = "urn:xmpp:blocking";

  /** Of attributes and elements that other servers pass over. */
  static final String PIPIT = "urn:pipit:export:0";

  static final String CREATOR = attribute("creator");
  static final String CREATED = attribute("created");
  static final String ARRIVAL = attribute("arrival");
  static final String SEQUENCE = attribute("sequence");
  static final String FIRST = attribute("first");
  static final String REMEMBERED = attribute("remembered");
  static final String REQUESTER = attribute("requester");
  static final String ROLE = attribute("role");
  static final String DISABLED = attribute("disabled");

  private PieNs() {}

  private static String attribute(String name) {
    return "{" + PIPIT + "}" + name;
  }
}
