package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.FakeContext;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PublishModel;
import io.pipit.pubsub.PubsubError;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole of the access decision: every access model, affiliation, publish model, roster
 * situation, subscribed or not, paid or not, every action. What is expected is written as tables,
 * not computed like the decision.
 */
class AccessTableTest {

  private static final BareJid OWNER = BareJid.of("owner@example.org");
  private static final BareJid ACTOR = BareJid.of("alice@example.org");

  /** What the owner's roster says of the actor. */
  private enum Known {
    STRANGER,
    PRESENCE,
    GROUP
  }

  private static final List<Action> ORDER =
      List.of(
          Action.DISCOVER,
          Action.SUBSCRIBE,
          Action.RETRIEVE,
          Action.RECEIVE,
          Action.PUBLISH,
          Action.OVERWRITE_ANY,
          Action.RETRACT_ANY,
          Action.PURGE,
          Action.CONFIGURE,
          Action.DELETE,
          Action.MANAGE);

  /**
   * By action in that order: {@code +} allowed, {@code f} forbidden, {@code n} not found, {@code r}
   * as reading is decided, {@code d} and {@code s} the same but hidden, or to ask for it, {@code p}
   * as publishing is decided.
   */
  private static final Map<Affiliation, String> ACTIONS =
      Map.of(
          Affiliation.OWNER, "+++++++++++",
          Affiliation.PUBLISHER, "++++++fffff",
          Affiliation.PUBLISH_ONLY, "+fff+ffffff",
          Affiliation.MEMBER, "++++ppfffff",
          Affiliation.NONE, "dsrrppfffff",
          Affiliation.OUTCAST, "nffffffffff");

  /** The refusal to read for who has no affiliation, by access model and what the roster knows. */
  private static final Map<AccessModel, Map<Known, PubsubError>> READING =
      Map.of(
          AccessModel.OPEN, Map.of(),
          AccessModel.AUTHORIZE, Map.of(),
          AccessModel.PRESENCE, Map.of(Known.STRANGER, PubsubError.PRESENCE_SUBSCRIPTION_REQUIRED),
          AccessModel.ROSTER,
              Map.of(
                  Known.STRANGER, PubsubError.NOT_IN_ROSTER_GROUP,
                  Known.PRESENCE, PubsubError.NOT_IN_ROSTER_GROUP),
          AccessModel.WHITELIST,
              Map.of(
                  Known.STRANGER, PubsubError.CLOSED_NODE,
                  Known.PRESENCE, PubsubError.CLOSED_NODE,
                  Known.GROUP, PubsubError.CLOSED_NODE));

  private record Case(
      AccessModel access,
      PublishModel publish,
      Affiliation affiliation,
      Known known,
      boolean subscribed,
      boolean paid,
      Action action)
      implements NodeAccess {

    @Override
    public NodeConfig config() {
      return NodeConfig.INITIAL
          .with(NodeConfigFields.ACCESS_MODEL, access)
          .with(NodeConfigFields.PUBLISH_MODEL, publish)
          .with(NodeConfigFields.PAID, paid)
          .with(NodeConfigFields.ROSTER_GROUPS_ALLOWED, List.of("Friends"));
    }

    @Override
    public Affiliation affiliation(BareJid entity) {
      return entity.equals(OWNER) ? Affiliation.OWNER : affiliation;
    }

    @Override
    public Collection<BareJid> owners() {
      return affiliation == Affiliation.OWNER ? List.of(OWNER, ACTOR) : List.of(OWNER);
    }

    @Override
    public boolean isSubscribed(BareJid entity, Instant now) {
      return subscribed;
    }

    Optional<PubsubError> expected() {
      Optional<PubsubError> asking =
          affiliation == Affiliation.NONE
              ? Optional.ofNullable(READING.getOrDefault(access, Map.of()).get(known))
              : Optional.empty();
      boolean approved =
          access != AccessModel.AUTHORIZE || affiliation != Affiliation.NONE || subscribed;
      Optional<PubsubError> pay =
          paid && affiliation == Affiliation.NONE
              ? Optional.of(PubsubError.PAYMENT_REQUIRED)
              : Optional.empty();
      Optional<PubsubError> reading =
          approved
              ? asking.or(() -> pay)
              : asking.or(() -> Optional.of(PubsubError.SUBSCRIPTION_REQUIRED));
      boolean publishes =
          publish == PublishModel.OPEN
              || (publish == PublishModel.SUBSCRIBERS && subscribed && reading.isEmpty());
      return switch (ACTIONS.getOrDefault(affiliation, "").charAt(ORDER.indexOf(action))) {
        case '+' -> Optional.empty();
        case 'f' -> Optional.of(PubsubError.FORBIDDEN);
        case 'n' -> Optional.of(PubsubError.ITEM_NOT_FOUND);
        case 'r' -> reading;
        case 's' -> asking.or(() -> pay);
        case 'd' -> asking.map(hidden -> PubsubError.ITEM_NOT_FOUND);
        case 'p' -> publishes ? Optional.empty() : Optional.of(PubsubError.FORBIDDEN);
        default -> throw new AssertionError(this);
      };
    }

    Optional<PubsubError> decided() {
      FakeContext context = new FakeContext();
      if (known != Known.STRANGER) {
        String group = known == Known.GROUP ? "Friends" : "Work";
        context.roster.add(OWNER.toString(), ACTOR.toString(), group);
      }
      return Access.decide(ACTOR, action, this, context);
    }
  }

  @Test
  @Tag("PS-4.1-priv-owner")
  @Tag("PS-4.1-priv-publisher")
  @Tag("PS-4.1-priv-publish-only")
  @Tag("PS-4.1-priv-member")
  @Tag("PS-4.1-priv-none")
  @Tag("PS-4.1-priv-outcast")
  @Tag("PS-3-who-may-subscribe")
  void everyCaseIsDecidedAsTheTablesSay() {
    int cases = 0;
    for (AccessModel access : AccessModel.values()) {
      for (PublishModel publish : PublishModel.values()) {
        for (Affiliation affiliation : Affiliation.values()) {
          for (Known known : Known.values()) {
            for (boolean subscribed : new boolean[] {false, true}) {
              for (boolean paid : new boolean[] {false, true}) {
                for (Action action : Action.values()) {
                  Case one =
                      new Case(access, publish, affiliation, known, subscribed, paid, action);
                  assertEquals(one.expected(), one.decided(), one.toString());
                  cases++;
                }
              }
            }
          }
        }
      }
    }
    assertEquals(5 * 3 * 6 * 3 * 2 * 2 * 11, cases);
  }

  /** One owner's presence does not make up for another owner's group. */
  @Test
  @Tag("PS-4.5-roster")
  void groupAndPresenceAreOfTheSameOwner() {
    FakeContext context = new FakeContext();
    context.roster.add("other@example.org", ACTOR.toString(), "Friends");
    Case one =
        new Case(
            AccessModel.ROSTER,
            PublishModel.PUBLISHERS,
            Affiliation.NONE,
            Known.STRANGER,
            false,
            false,
            Action.SUBSCRIBE);
    assertEquals(
        Optional.of(PubsubError.NOT_IN_ROSTER_GROUP),
        Access.decide(ACTOR, Action.SUBSCRIBE, one, context),
        "who is no owner has no say");
  }
}
