package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who learns what of a node of an account: each access model, each kind of entity and each way to
 * learn of it. The node lets in the group Friends, and nobody is a member of it or was approved.
 * All are interested in it; events that do not come are shown by what comes behind them, not by
 * waiting.
 */
@Timeout(120)
class PepPrivacyTest {

  private static final String NODE = "urn:example:secret";

  /** What is told to those that have no rights: as of an account that is not there. */
  private static final String NOBODY = "service-unavailable";

  /**
   * Access model; kinds of entities; events of a publish, events at initial presence, what a
   * request for the items gets, and service discovery of the account and of the node.
   */
  private static final String TABLE =
      """
      open;      SELF OTHER_RESOURCE CONTACT; 1; 1; items; listed
      open;      ONE_WAY;                     0; 0; items; listed
      open;      STRANGER DIRECTED REMOVED;   0; 0; items; NOBODY
      open;      BLOCKED;                     0; 0; NOBODY; NOBODY
      presence;  SELF OTHER_RESOURCE CONTACT; 1; 1; items; listed
      presence;  ONE_WAY;                     0; 0; items; listed
      presence;  STRANGER DIRECTED REMOVED;   0; 0; not-authorized presence-subscription-required; NOBODY
      presence;  BLOCKED;                     0; 0; NOBODY; NOBODY
      roster;    SELF OTHER_RESOURCE CONTACT; 1; 1; items; listed
      roster;    ONE_WAY;                     0; 0; items; listed
      roster;    STRANGER DIRECTED REMOVED;   0; 0; not-authorized not-in-roster-group; NOBODY
      roster;    BLOCKED;                     0; 0; NOBODY; NOBODY
      authorize; SELF OTHER_RESOURCE;         1; 1; items; listed
      authorize; CONTACT ONE_WAY;             0; 0; not-authorized not-subscribed; listed
      authorize; STRANGER DIRECTED REMOVED;   0; 0; not-authorized not-subscribed; NOBODY
      authorize; BLOCKED;                     0; 0; NOBODY; NOBODY
      whitelist; SELF OTHER_RESOURCE;         1; 1; items; listed
      whitelist; CONTACT ONE_WAY;             0; 0; not-allowed closed-node; hidden
      whitelist; STRANGER DIRECTED REMOVED;   0; 0; not-allowed closed-node; NOBODY
      whitelist; BLOCKED;                     0; 0; NOBODY; NOBODY
      """;

  private static final List<String> MODELS =
      List.of("open", "presence", "roster", "authorize", "whitelist");

  private enum Kind {
    /** The resource that publishes. */
    SELF,
    OTHER_RESOURCE,
    /** Presence is shared both ways; in the group. */
    CONTACT,
    /** Gets the account's presence and does not share its own; in the group. */
    ONE_WAY,
    STRANGER,
    /** A stranger that directs presence with its capabilities at the account. */
    DIRECTED,
    /** Was a contact in the group, and is in the roster no more. */
    REMOVED,
    /** A contact in the group that the account has blocked. */
    BLOCKED;

    boolean isOwn() {
      return this == SELF || this == OTHER_RESOURCE;
    }

    String accountName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private enum Question {
    LIVE,
    LAST,
    ITEMS,
    DISCO
  }

  private record Cell(String model, Kind kind, Question question) {

    /** The requirement that it shows. */
    String row() {
      return switch (question) {
        case LIVE, LAST -> eventRow();
        case ITEMS ->
            kind == Kind.BLOCKED
                ? "XC-0191-inbound"
                : model.equals("presence") ? "PEP-5-model-presence" : "PEP-5-model-others";
        case DISCO ->
            kind.isOwn() || kind == Kind.CONTACT || kind == Kind.ONE_WAY
                ? "PEP-6.2-items-filtered"
                : "PEP-6.2-unknown-account";
      };
    }

    private String eventRow() {
      return switch (kind) {
        case SELF, OTHER_RESOURCE ->
            question == Question.LIVE ? "PEP-2.3-own-resources" : "PEP-4.3.4-last-item";
        case CONTACT, STRANGER ->
            model.equals("open") ? "PEP-4-entitled-open" : "PEP-4-entitled-presence";
        case ONE_WAY -> "PEP-2.3-both";
        case DIRECTED -> "PEP-2.3-directed-caps-bad";
        case REMOVED -> "PEP-7.1-recalc-presence";
        case BLOCKED -> "PEP-4.3.3-blocked";
      };
    }
  }

  private static final Map<Cell, String> ACTUAL = new HashMap<>();
  private static final Map<Kind, PepClient> ENTITIES = new EnumMap<>(Kind.class);
  private static TestNode node;

  static Stream<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (String line : TABLE.strip().split("\n")) {
      String[] columns = line.replace("NOBODY", NOBODY).split("; *");
      for (String kind : columns[1].split(" ")) {
        int column = 2;
        for (Question question : Question.values()) {
          Cell cell = new Cell(columns[0], Kind.valueOf(kind), question);
          cells.add(Arguments.of(cell.row(), cell, columns[column++].strip()));
        }
      }
    }
    assertEquals(MODELS.size() * Kind.values().length * Question.values().length, cells.size());
    return cells.stream();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cells")
  void cell(String row, Cell cell, String expected) {
    assertEquals(expected, ACTUAL.get(cell), row);
  }

  // ---- what happens

  @BeforeAll
  static void ask(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder);
    MODELS.forEach(model -> node.account(model, model));
    for (Kind kind : Kind.values()) {
      if (!kind.isOwn()) {
        node.account(kind.accountName(), kind.accountName());
        ENTITIES.put(kind, PepClient.login(node, kind.accountName(), "r", NODE));
      }
    }
    for (String model : MODELS) {
      ask(model);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    for (PepClient entity : ENTITIES.values()) {
      entity.close();
    }
    node.close();
  }

  private static void ask(String model) throws IOException {
    try (PepClient owner = PepClient.login(node, model, "self", NODE);
        PepClient other = PepClient.login(node, model, "other", NODE)) {
      ENTITIES.put(Kind.SELF, owner);
      ENTITIES.put(Kind.OTHER_RESOURCE, other);
      prepare(owner, model);
      forgetEvents(owner);
      owner.publish(NODE, "one");
      owner.fence(); // in front of its answer, everybody has been told
      for (Kind kind : Kind.values()) {
        ACTUAL.put(new Cell(model, kind, Question.LIVE), count(owner, entity(kind)));
      }
      for (Kind kind : Kind.values()) {
        PepClient entity = entity(kind);
        forgetEvents(owner);
        entity.send("<presence type='unavailable'/>");
        entity.presence("unavailable", entity.address());
        entity.announce(NODE);
        if (kind == Kind.DIRECTED) {
          direct(entity, owner);
        }
        owner.fence();
        ACTUAL.put(new Cell(model, kind, Question.LAST), count(owner, entity));
        ACTUAL.put(new Cell(model, kind, Question.ITEMS), items(owner, entity));
        ACTUAL.put(new Cell(model, kind, Question.DISCO), disco(owner, entity));
      }
      ENTITIES.remove(Kind.SELF);
      ENTITIES.remove(Kind.OTHER_RESOURCE);
    }
  }

  private static PepClient entity(Kind kind) {
    return Objects.requireNonNull(ENTITIES.get(kind));
  }

  private static void prepare(PepClient owner, String model) throws IOException {
    for (Kind kind : List.of(Kind.CONTACT, Kind.ONE_WAY, Kind.REMOVED, Kind.BLOCKED)) {
      PepClient entity = entity(kind);
      entity.follow(owner);
      if (kind != Kind.ONE_WAY) {
        owner.follow(entity);
      }
      roster(owner, "<item jid='" + entity.account() + "'><group>Friends</group></item>");
    }
    owner.create(NODE, "access_model=" + model, "roster_groups_allowed=Friends");
    PepClient removed = entity(Kind.REMOVED);
    roster(owner, "<item jid='" + removed.account() + "' subscription='remove'/>");
    removed.presence("unsubscribed", owner.account());
    direct(entity(Kind.DIRECTED), owner);
    String blocked = entity(Kind.BLOCKED).account();
    owner.result(
        "set", "", "<block xmlns='urn:xmpp:blocking'><item jid='" + blocked + "'/></block>");
  }

  private static void roster(PepClient owner, String item) throws IOException {
    owner.result("set", "", "<query xmlns='" + Ns.ROSTER + "'>" + item + "</query>");
  }

  private static void direct(PepClient entity, PepClient owner) throws IOException {
    String directed = "<presence to='" + owner.address() + "' ";
    entity.send(PepClient.capabilities(NODE).replace("<presence ", directed));
    owner.presence("", entity.address());
  }

  private static void forgetEvents(PepClient owner) throws IOException {
    owner.fence();
    for (PepClient entity : ENTITIES.values()) {
      entity.fence();
      entity.takeEvents();
    }
  }

  private static String count(PepClient owner, PepClient entity) throws IOException {
    entity.fence();
    long count =
        entity.takeEvents().stream()
            .filter(event -> event.attribute("from", "").equals(owner.account()))
            .filter(event -> XmlWriter.text(event).contains("<item id='one'"))
            .count();
    return Long.toString(count);
  }

  private static String items(PepClient owner, PepClient entity) throws IOException {
    Element answer =
        entity.request("get", owner.account(), PepClient.pubsub("<items node='" + NODE + "'/>"));
    return XmlWriter.text(answer).contains("<item id='one'") ? "items" : conditions(answer);
  }

  private static String disco(PepClient owner, PepClient entity) throws IOException {
    Element list =
        entity.request("get", owner.account(), "<query xmlns='" + Ns.DISCO_ITEMS + "'/>");
    Element info =
        entity.request(
            "get", owner.account(), "<query xmlns='" + Ns.DISCO_INFO + "' node='" + NODE + "'/>");
    String both = conditions(list) + ", " + conditions(info);
    boolean lists = XmlWriter.text(list).contains("'" + NODE + "'");
    return switch (both) {
      case "result, result" -> lists ? "listed" : "not listed";
      case "result, item-not-found" -> lists ? "listed" : "hidden";
      case NOBODY + ", " + NOBODY -> NOBODY;
      default -> both;
    };
  }

  /** The defined conditions of an error, the general one first. */
  private static String conditions(Element answer) {
    return answer
        .child("error", Ns.CLIENT)
        .map(
            error ->
                String.join(
                    " ",
                    error.elements().stream()
                        .filter(child -> !child.name().equals("text"))
                        .map(Element::name)
                        .toList()))
        .orElse(answer.attribute("type", ""));
  }
}
