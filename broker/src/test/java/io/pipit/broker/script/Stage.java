package io.pipit.broker.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.pipit.broker.TestNode;
import io.pipit.broker.TestTime;
import io.pipit.broker.WireClient;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays scenarios on one node, one after the other, with the addresses of the text: accounts of
 * {@code denmark.lit}, which log in when a step first names them, and the service {@code
 * pubsub.denmark.lit}; its administrator is {@code gertrude}. The steps are
 *
 * <ul>
 *   <li>{@code X sends} the XML below as it stands, with {@code {x}} filled in;
 *   <li>{@code X receives} exactly the XML below, next and in this order, see {@link Expected};
 *   <li>{@code X receives in any order} the same in any order;
 *   <li>{@code X receives nothing}: asks the service about the node that the scenario used last,
 *       which answers after all that it had told before, and the service about itself;
 *   <li>{@code X creates NODE} or {@code X creates NODE with OPTION=VALUE ...}: succeeds; several
 *       values are joined by commas;
 *   <li>{@code X configures NODE with OPTION=VALUE ...}, {@code X publishes ID to NODE} (with the
 *       payload {@code <entry xmlns='urn:example'>ID</entry>}), {@code X subscribes to NODE} (with
 *       its bare address), {@code X makes Y AFFILIATION of NODE}: succeed;
 *   <li>{@code X is available}: sends presence and reads what comes back of it;
 *   <li>{@code X sees Y}: gets a presence subscription to Y;
 *   <li>{@code X puts Y in GROUP}: of its roster;
 *   <li>{@code time passes 90m}: a number of {@code s}, {@code m}, {@code h} or {@code d}; and
 *       {@code time passes 90m unnoticed}, when what is due then is not done yet.
 * </ul>
 *
 * <p>{@code {in90m}} is the time that it will be then, counted from the begin of the scenario.
 *
 * <p>When a scenario has ended, the nodes and roster items of those who took part are deleted.
 */
final class Stage implements AutoCloseable {

  static final String DOMAIN = "denmark.lit";
  static final String SERVICE = "pubsub." + DOMAIN;

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String ADDRESSES = "http://jabber.org/protocol/address";
  private static final String ADMINISTRATOR = "gertrude";
  private static final String SECRET = "a secret";
  private static final Map<String, String> RESOURCES =
      Map.of("francisco", "barracks", "hamlet", "elsinore");
  private static final Pattern NODE = Pattern.compile(" node=(['\"])(.*?)\\1");

  private static final Pattern LATER = Pattern.compile("\\{(in([0-9]+[smhd]))}");

  /** What nodes of accounts are not by default. */
  private static final List<String> DEFAULTS =
      List.of(
          "pubsub#access_model=open",
          "pubsub#max_items=1000",
          "pubsub#send_last_published_item=never",
          "pubsub#publish_node_full=retract-oldest",
          "{urn:pipit:pubsub:0}history_items=10000");

  private final TestNode node;
  private final TestTime time;
  private final Set<String> accounts = new HashSet<>();
  private final Map<String, WireClient> clients = new LinkedHashMap<>();
  private final Map<String, WireClient> strikers = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> contacts = new HashSet<>();
  private String service = SERVICE;
  private String lastNode = "none";
  private boolean acquaints;
  private boolean rosters;
  private int requests;

  private Stage(TestNode node, TestTime time) {
    this.node = node;
    this.time = time;
  }

  /** A stage with a node of its own. */
  static Stage start(Path folder, Script.Service service) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PIPIT_DOMAIN", DOMAIN);
    environment.put("PIPIT_LISTENERS__C2S__TLS", "off");
    environment.put("PIPIT_PUBSUB__AUTO_CREATE", "false");
    environment.put("PIPIT_QUOTAS__SUBSCRIPTIONS_PER_NODE", "4");
    environment.put("PIPIT_QUOTAS__PAYLOAD_BYTES", "16KiB");
    environment.put("PIPIT_PUBSUB__WITHHELD_FEATURES", String.join(",", service.withheld()));
    service
        .settings()
        .forEach(
            (key, value) ->
                environment.put("PIPIT_" + key.toUpperCase(Locale.ROOT).replace(".", "__"), value));
    TestTime time = new TestTime();
    return new Stage(TestNode.start(folder, environment, time), time);
  }

  void play(Script.Scenario scenario) throws IOException {
    service = SERVICE;
    acquaints = false;
    perform(scenario);
  }

  /**
   * Plays a scenario of the service at an account, with the address of the account where that of
   * the service stands. Everybody else gets the presence of the account, unless the scenario is
   * about that, since strangers are told less. {@code X creates NODE} does so with the defaults of
   * the service, and events are received without the {@code replyto} of accounts.
   *
   * @param host who has the account
   */
  void playAtAccount(Script.Scenario scenario, String host) throws IOException {
    service = bare(host);
    acquaints = !isAboutPresence(scenario);
    if (!acquaints) {
      forgetContacts();
    }
    perform(scenario.with(text -> text.replace(SERVICE, service)));
  }

  private static boolean isAboutPresence(Script.Scenario scenario) {
    return scenario.steps().stream()
        .anyMatch(
            step ->
                step.deed().startsWith("sees")
                    || step.deed().startsWith("puts")
                    || step.deed().contains("=presence"));
  }

  private boolean isAtAccount() {
    return !service.equals(SERVICE);
  }

  private void perform(Script.Scenario scenario) throws IOException {
    values.clear();
    lastNode = "none";
    for (Script.Step step : scenario.steps()) {
      Matcher later = LATER.matcher(step.xml());
      while (later.find()) {
        values.put(later.group(1), time.now().plus(duration(later.group(2))).toString());
      }
    }
    try {
      for (Script.Step step : scenario.steps()) {
        try {
          take(step);
        } catch (AssertionError e) {
          throw new AssertionError(step + ": " + e.getMessage(), e);
        }
      }
    } finally {
      for (WireClient client : clients.values()) {
        client.close();
      }
      Set<String> actors = new HashSet<>(clients.keySet());
      clients.clear();
      strike(actors);
    }
  }

  private void take(Script.Step step) throws IOException {
    String[] words = step.deed().split(" ", -1);
    if (step.actor().equals("time") && words[0].equals("passes")) {
      if (words.length == 2) {
        time.pass(duration(words[1]));
      } else {
        time.passUnnoticed(duration(words[1]));
      }
      return;
    }
    WireClient client = client(step.actor());
    switch (words[0]) {
      case "sends" -> send(client, step.xml());
      case "receives" -> {
        if (step.deed().equals("receives nothing")) {
          nothing(client);
        } else if (step.deed().equals("receives in any order")) {
          receiveInAnyOrder(client, step);
        } else {
          for (Element expected : step.elements()) {
            receive(client, expected);
          }
        }
      }
      case "creates" ->
          pubsub(
              client,
              "",
              create(words[1])
                  + "<configure>"
                  + form(isAtAccount() ? asAtService(words) : words, 2)
                  + "</configure>");
      case "configures" ->
          pubsub(client, "#owner", "<configure" + on(words[1]) + form(words, 2) + "</configure>");
      case "publishes" ->
          pubsub(
              client,
              "",
              "<publish"
                  + on(words[3])
                  + "<item id='"
                  + words[1]
                  + "'><entry xmlns='urn:example'>"
                  + words[1]
                  + "</entry></item></publish>");
      case "subscribes" ->
          pubsub(
              client, "", "<subscribe node='" + words[2] + "' jid='" + bare(step.actor()) + "'/>");
      case "makes" ->
          pubsub(
              client,
              "#owner",
              "<affiliations"
                  + on(words[4])
                  + "<affiliation jid='"
                  + bare(words[1])
                  + "' affiliation='"
                  + words[2]
                  + "'/></affiliations>");
      case "is" -> {
        client.send("<presence/>");
        Element echo = client.next();
        assertEquals(client.address(), echo.attribute("from", ""), XmlWriter.text(echo));
      }
      case "sees" -> see(step.actor(), words[1]);
      case "puts" -> {
        rosters = true;
        request(
            client,
            "<iq type='set' id='{id}'><query xmlns='jabber:iq:roster'><item jid='"
                + bare(words[1])
                + "'><group>"
                + words[3]
                + "</group></item></query></iq>");
      }
      default -> throw new IllegalArgumentException("no such step: " + step);
    }
  }

  /** A number and a unit. */
  private static Duration duration(String text) {
    String unit = text.endsWith("d") ? "P" : "PT";
    return Duration.parse(unit + text);
  }

  private WireClient client(String actor) throws IOException {
    WireClient known = clients.get(actor);
    if (known != null) {
      return known;
    }
    String account = actor.replaceFirst("/.*", "");
    if (accounts.add(account)) {
      if (account.equals(ADMINISTRATOR)) {
        node.administrator(account, SECRET);
      } else {
        node.account(account, SECRET);
      }
    }
    String resource =
        actor.contains("/")
            ? actor.substring(account.length() + 1)
            : RESOURCES.getOrDefault(account, "home");
    WireClient client = WireClient.login(node, account, SECRET, resource);
    clients.put(actor, client);
    if (acquaints && !service.equals(bare(actor)) && contacts.add(account)) {
      acquaint(account);
    }
    return client;
  }

  /** Out of sight of the clients on the stage. */
  private void acquaint(String account) throws IOException {
    String host = service.substring(0, service.indexOf('@'));
    if (accounts.add(host)) {
      node.account(host, SECRET);
    }
    see(striker(account), service, striker(host), bare(account));
  }

  private static String bare(String actor) {
    return actor.replaceFirst("/.*", "") + "@" + DOMAIN;
  }

  private void send(WireClient client, String xml) throws IOException {
    String text = Expected.filled(xml, values);
    Matcher named = NODE.matcher(text);
    while (named.find()) {
      lastNode = named.group(2);
    }
    client.send(text.replaceAll(">\\s+<", "><").strip());
  }

  private void receive(WireClient client, Element expected) throws IOException {
    Element actual = next(client, expected.name());
    Optional<String> difference = new Expected(values).difference(expected, actual);
    if (difference.isPresent()) {
      fail(difference.get() + " in " + XmlWriter.text(actual));
    }
  }

  private void receiveInAnyOrder(WireClient client, Script.Step step) throws IOException {
    List<Element> open = new ArrayList<>(step.elements());
    while (!open.isEmpty()) {
      Element actual = next(client, open.get(0).name());
      boolean found = false;
      for (Iterator<Element> each = open.iterator(); each.hasNext() && !found; ) {
        Map<String, String> tried = new HashMap<>(values);
        found = new Expected(tried).difference(each.next(), actual).isEmpty();
        if (found) {
          values.putAll(tried);
          each.remove();
        }
      }
      if (!found) {
        fail("not expected: " + XmlWriter.text(actual));
      }
    }
  }

  /**
   * The next element; at an account without the presence that comes of being a contact, and without
   * who published (XEP-0163 4.3.1).
   */
  private Element next(WireClient client, String expected) throws IOException {
    Element next = client.next();
    while (acquaints && next.name().equals("presence") && !expected.equals("presence")) {
      next = client.next();
    }
    Optional<Element> replyTo =
        isAtAccount() ? next.child("addresses", ADDRESSES) : Optional.empty();
    return replyTo.isEmpty()
        ? next
        : next.withChildren(
            next.elements().stream().filter(child -> !child.equals(replyTo.get())).toList());
  }

  private void nothing(WireClient client) throws IOException {
    for (String query : List.of(" node='" + lastNode + "'", "")) {
      String id = "after" + ++requests;
      client.send(
          "<iq type='get' id='"
              + id
              + "' to='"
              + service
              + "'><query xmlns='http://jabber.org/protocol/disco#info'"
              + query
              + "/></iq>");
      Element next = next(client, "iq");
      assertEquals(id, next.attribute("id", ""), () -> "received " + XmlWriter.text(next));
    }
  }

  // ---- steps that stand for a request which succeeds

  private static String create(String name) {
    return "<create node='" + name + "'/>";
  }

  private static String on(String name) {
    return " node='" + name + "'>";
  }

  /** A form of the options after the word {@code with}. */
  private static String form(String[] words, int from) {
    StringBuilder form =
        new StringBuilder(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>");
    for (int i = from + 1; i < words.length; i++) {
      String[] option = words[i].split("=", 2);
      form.append("<field var='").append(option[0]).append("'>");
      for (String value : option[1].split(",", -1)) {
        form.append("<value>").append(value).append("</value>");
      }
      form.append("</field>");
    }
    return form.append("</x>").toString();
  }

  /** The words of a step that creates a node, with what an account has for a default otherwise. */
  private static String[] asAtService(String[] words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (words.length == 2) {
      all.add("with");
    }
    String said = String.join(" ", words);
    for (String option : DEFAULTS) {
      if (!said.contains(option.substring(0, option.indexOf('=') + 1))) {
        all.add(option);
      }
    }
    return all.toArray(String[]::new);
  }

  private void pubsub(WireClient client, String part, String content) throws IOException {
    request(
        client,
        "<iq type='set' id='{id}' to='"
            + service
            + "'><pubsub xmlns='"
            + PUBSUB
            + part
            + "'>"
            + content
            + "</pubsub></iq>");
  }

  /** Sends a request and reads up to its answer, which is a result. */
  private Element request(WireClient client, String xml) throws IOException {
    Element answer = answer(client, xml);
    assertEquals("result", answer.attribute("type", ""), XmlWriter.text(answer));
    return answer;
  }

  private Element answer(WireClient client, String xml) throws IOException {
    String id = "request" + ++requests;
    send(client, xml.replace("{id}", id));
    Element answer = client.next();
    while (!answer.attribute("id", "").equals(id)) {
      answer = client.next();
    }
    return answer;
  }

  private void see(String subscriber, String contact) throws IOException {
    rosters = true;
    see(client(subscriber), bare(contact), client(contact), bare(subscriber));
  }

  private void see(WireClient one, String contact, WireClient other, String subscriber)
      throws IOException {
    String roster = "<iq type='get' id='{id}'><query xmlns='jabber:iq:roster'/></iq>";
    request(one, roster);
    request(other, roster);
    // Approved in advance (RFC 6121 3.4), so that nobody waits for the other's word.
    other.send("<presence type='subscribed' to='" + subscriber + "'/>");
    push(other, subscriber, "none");
    one.send("<presence type='subscribe' to='" + contact + "'/>");
    push(one, contact, "to");
    push(other, subscriber, "from");
  }

  /** Reads up to a roster push with this state. */
  private static void push(WireClient client, String jid, String state) throws IOException {
    String text = "";
    while (!(text.contains("jabber:iq:roster")
        && text.contains(jid)
        && (text.contains("subscription='" + state + "'")
            || text.contains("subscription='both'")))) {
      text = XmlWriter.text(client.next());
    }
  }

  // ---- the end of a scenario

  private void strike(Set<String> actors) throws IOException {
    for (String actor : actors) {
      String account = actor.replaceFirst("/.*", "");
      WireClient client = striker(account);
      Element owned =
          answer(
              client,
              "<iq type='get' id='{id}' to='"
                  + service
                  + "'><pubsub xmlns='"
                  + PUBSUB
                  + "'><affiliations/></pubsub></iq>");
      for (Element affiliation : list(owned)) {
        String name = affiliation.attribute("node", "");
        // Roll-ups go with their node.
        if (affiliation.attribute("affiliation", "").equals("owner")
            && !RollUpPeriod.isNode(name)) {
          pubsub(client, "#owner", "<delete node='" + name + "'/>");
        }
      }
      if (rosters) {
        emptyRoster(client);
      }
    }
    rosters = false;
  }

  private void forgetContacts() throws IOException {
    for (String contact : contacts) {
      emptyRoster(striker(contact));
    }
    if (!contacts.isEmpty()) {
      emptyRoster(striker(service.substring(0, service.indexOf('@'))));
    }
    contacts.clear();
  }

  private WireClient striker(String account) throws IOException {
    WireClient known = strikers.get(account);
    if (known != null) {
      return known;
    }
    WireClient client = WireClient.login(node, account, SECRET, "strike");
    strikers.put(account, client);
    return client;
  }

  private void emptyRoster(WireClient client) throws IOException {
    Element roster =
        request(client, "<iq type='get' id='{id}'><query xmlns='jabber:iq:roster'/></iq>");
    for (Element item : roster.firstElement().orElseThrow().elements()) {
      request(
          client,
          "<iq type='set' id='{id}'><query xmlns='jabber:iq:roster'><item jid='"
              + item.attribute("jid", "")
              + "' subscription='remove'/></query></iq>");
    }
  }

  private static List<Element> list(Element answer) {
    return answer.firstElement().flatMap(Element::firstElement).orElseThrow().elements();
  }

  @Override
  public void close() throws IOException {
    for (WireClient striker : strikers.values()) {
      striker.close();
    }
    node.close();
  }
}
