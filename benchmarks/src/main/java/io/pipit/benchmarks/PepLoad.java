package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A publisher at its own account (XEP-0163), with contacts that share presence both ways and
 * announce by entity capabilities (XEP-0115) that they want the node. Deliveries are counted.
 */
final class PepLoad extends PublisherLoad {

  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int STEPS = 200;
  private static final String DISCO = "http://jabber.org/protocol/disco#info";
  private static final String CAPS = "http://jabber.org/protocol/caps";
  private static final String CLIENT = "urn:pipit:benchmark";
  private static final String PROBE = "<probe xmlns='urn:pipit:benchmark'/>";
  private static final String PUBLISHER = "u0@" + ServerUnderTest.DOMAIN;
  private static final Pattern FROM = Pattern.compile(" from='([^']*)'");
  private static final Pattern NODE = Pattern.compile(" node='([^']*)'");
  private static final Pattern ID = Pattern.compile(" id='([^']*)'");

  private final String node;
  private final String features;
  private final String presence;
  private final Publisher publisher;
  private final WireClient client;

  // While it is prepared: contacts that see the publisher, and those that were sent a probe.
  private final Set<String> seeing = new HashSet<>();
  private final Set<String> reached = new HashSet<>();
  private boolean begun;

  PepLoad(ServerUnderTest server, String node, int contacts, int window) throws IOException {
    super(server, Shape.closed(1, contacts, window));
    this.node = node;
    Set<String> sorted = new TreeSet<>(Set.of(CAPS, DISCO, node + "+notify"));
    StringBuilder list = new StringBuilder("<identity category='client' type='pc' name='driver'/>");
    StringBuilder text = new StringBuilder("client/pc//driver<");
    for (String feature : sorted) {
      list.append("<feature var='").append(feature).append("'/>");
      text.append(feature).append('<');
    }
    features = list.toString();
    presence =
        "<presence><c xmlns='"
            + CAPS
            + "' hash='sha-1' node='"
            + CLIENT
            + "' ver='"
            + sha1(text.toString())
            + "'/></presence>";
    client = client("u0", "publisher");
    client.ask("set", "", PublishLoad.create(node, "presence"));
    publisher = publisher(client, Publisher.template("", node, PAYLOAD_BYTES));
    client.join(selector, this::atPublisher);
    for (int i = 1; i <= contacts; i++) {
      contact("u" + i);
    }
    prepare(contacts);
  }

  private static String sha1(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void contact(String account) throws IOException {
    WireClient contact = client(account, "contact");
    StanzaScanner.Sink deliveries = publisher.subscriber();
    contact.join(
        selector,
        (bytes, from, to) -> {
          if (begun && is('m', bytes, from)) {
            deliveries.stanza(bytes, from, to);
          } else {
            atContact(contact, account, new String(bytes, from, to - from, UTF_8));
          }
        });
    send(contact, bytes(presence("subscribe", PUBLISHER) + presence));
  }

  /** A server may take its time to ask for features, so items are published until all have one. */
  private void prepare(int contacts) throws IOException {
    for (int step = 0; step < STEPS && reached.size() < contacts; step++) {
      if (seeing.size() == contacts) {
        send(
            client,
            bytes(
                "<iq type='set' id='probe'>"
                    + PublishLoad.PUBSUB
                    + "<publish node='"
                    + node
                    + "'><item id='probe'>"
                    + PROBE
                    + "</item></publish></pubsub></iq>"));
      }
      run(STEP);
    }
    if (reached.size() < contacts) {
      throw new IOException(
          "of "
              + contacts
              + " contacts "
              + seeing.size()
              + " see the publisher and "
              + reached.size()
              + " got an item");
    }
    run(STEP);
  }

  private void atPublisher(byte[] bytes, int from, int to) {
    if (begun) {
      publisher.acknowledged(bytes, from, to);
      return;
    }
    requireNoError(bytes, from, to);
    String stanza = new String(bytes, from, to - from, UTF_8);
    if (asksForPresence(stanza)) {
      String contact = first(FROM, stanza);
      send(client, bytes(presence("subscribed", contact) + presence("subscribe", contact)));
    }
  }

  private void atContact(WireClient contact, String account, String stanza) {
    if (asksForPresence(stanza)) {
      send(contact, bytes(presence("subscribed", PUBLISHER)));
    } else if (stanza.startsWith("<presence")
        && stanza.contains("from='" + PUBLISHER + "/publisher'")) {
      seeing.add(account);
    } else if (stanza.startsWith("<message") && stanza.contains("<probe")) {
      reached.add(account);
    } else if (stanza.startsWith("<iq") && stanza.contains(DISCO)) {
      send(
          contact,
          bytes(
              "<iq type='result' id='"
                  + first(ID, stanza)
                  + "' to='"
                  + first(FROM, stanza)
                  + "'>"
                  + "<query xmlns='"
                  + DISCO
                  + "' node='"
                  + first(NODE, stanza)
                  + "'>"
                  + features
                  + "</query></iq>"));
    }
  }

  private static boolean asksForPresence(String stanza) {
    return stanza.startsWith("<presence") && stanza.contains("type='subscribe'");
  }

  private static String presence(String type, String to) {
    return "<presence type='" + type + "' to='" + to + "'/>";
  }

  private static String first(Pattern attribute, String stanza) {
    Matcher matcher = attribute.matcher(stanza);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  void begin() {
    begun = true;
    super.begin();
  }
}
