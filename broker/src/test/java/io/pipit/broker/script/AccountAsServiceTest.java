package io.pipit.broker.script;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.Stanzas;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pubsub on any JID (XEP-0060 9): every scenario that the pubsub service plays is played at the
 * bare JID of an account too, where everything has to come as it stands in the script but for the
 * address. What differs is listed here by the rows of the scenario and tried: one that comes out
 * the same fails. So do names that no scenario has, and commands that no scenario sends.
 *
 * <p>Two differences are taken out of every scenario, see {@link Stage#playAtAccount}: the defaults
 * of nodes (XEP-0163 2.5), and the {@code replyto} that tells contacts which resource published
 * (4.3.1).
 */
class AccountAsServiceTest {

  private static final String HOST = "hamlet";

  /** Of accounts already, or of a service that is configured in a way that accounts are not. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "account.feature",
          "administrators.feature",
          "blocking.feature",
          "closed.feature",
          "registered.feature",
          "vcard.feature",
          "without.feature");

  /** What is not the same, by what is so instead. */
  private static final Map<String, Set<String>> DIFFERENCES =
      Map.of(
          "an account alone creates its nodes (XEP-0163 2.1); to others that is forbidden",
          Set.of(
              "PS-8.6-approve approved for another node that is not his",
              "PS-8.7.3.3-forbidden PS-14.2-owner-only a node of somebody else",
              "PS-8.1.1-conflict PS-11-conflict PS-12.9-nodeid-unique a name that exists",
              "PS-12.8-include-body PS-12.8-body-xslt PS-12.8-xslt-by-service"
                  + " PS-16.4.2-field-include-body PS-16.4.4-field-body-xslt"
                  + " who wants a body gets one, made by the service",
              "PS-12.8-include-body PS-12.3-options-obeyed who does not want one gets none"),
          "a node is made by publishing to it (XEP-0163 2.5)",
          Set.of(
              "PS-7.1.3.3-not-found PS-7.1.5-no-autocreate"
                  + " a node that does not exist, where nothing is created by publishing",
              "PS-7.1.5-no-autocreate PS-7.1.5-race-create"
                  + " a node that does not exist, and none is left behind"),
          "the defaults are those of XEP-0163 2.3 and 4.3.4",
          Set.of(
              "PS-8.3.1-request PS-8.3.3-form PS-8.3-support PS-8.3.2-type-leaf"
                  + " PS-8.1.2-default-query of a leaf",
              "PS-8.1.1-support PS-8.1.1-plain-result PS-8.1.2-default-create PS-8.1.2-success"
                  + " PS-4.5-open-default PS-12.9-nodeid-unique"
                  + " a leaf with the default configuration, for anybody who has an account",
              "PS-6.1.7-advertise PS-4.3-last-published-default PS-10-feature-last-published"
                  + " the last item is not sent by default,"
                  + " and last-published not advertised: the default is never",
              "PS-10-feature-access-open access-open is advertised"),
          "the identity is pubsub/pep (XEP-0163 6.1)",
          Set.of(
              "PS-5.1-disco-respond PS-5.1-disco-identity PS-5.1-disco-features"
                  + " PS-5.1-disco-base-ns PS-16.2-identity-types the service says what it is"),
          "a stranger gets no list, and a contact is told more",
          Set.of(
              "PS-5.2-disco-items-policy a presence node is not listed for a stranger",
              "PF-0131-shim-feature a stranger is not told, as of an account that is not there"),
          "an account stays the owner of its nodes (XEP-0163 2.2)",
          Set.of(
              "PS-8.9.2.4-last-owner PS-4.1-trans-owner one of two owners can",
              "PS-8.9.2.4-last-owner two owners cannot both"),
          "an account has no archive to tell of",
          Set.of(
              "PF-0313-fin what is older than the archive is, is hidden before it is removed",
              "PF-0313-fin and is gone afterwards"),
          "under the account's address with a resource there is a client, who may subscribe",
          Set.of(
              "PS-12.18-chain-from-service PS-12.18-no-chain-from-node"
                  + " a node is no subscriber: its address may not be subscribed"));

  /** Commands that only the service itself gets, or gives itself. */
  private static final Set<Class<?>> NOT_OF_ACCOUNTS =
      Set.of(
          // XEP-0313: see the differences.
          NodeCommand.QueryArchive.class,
          NodeCommand.DescribeArchive.class,
          NodeCommand.RetrieveArchiveForm.class,
          ServiceCommand.RetrieveArchiveForm.class,
          // Of MQTT: no stanza says it.
          NodeCommand.EndStanding.class,
          // XEP-0077: nobody has to register with an account.
          ServiceCommand.RetrieveRegistration.class,
          ServiceCommand.Register.class,
          ServiceCommand.EndRegistration.class,
          // Not read from XML.
          ServiceCommand.CreateByPublish.class,
          ServiceCommand.ConfigureAssociations.class,
          ServiceCommand.RetrievePublicSubscriptions.class,
          ServiceCommand.ListLeaves.class,
          NodeCommand.RetrievePublicSubscribers.class,
          NodeCommand.ReviewSubscriptions.class,
          NodeCommand.Tick.class,
          NodeCommand.SubscriberAvailable.class,
          NodeCommand.RemindOwner.class,
          NodeCommand.PublisherUnavailable.class,
          NodeCommand.SubscriberUnavailable.class,
          NodeCommand.TellLastItem.class,
          NodeCommand.Keep.class,
          NodeCommand.TellMissed.class,
          NodeCommand.TakeDigest.class,
          NodeCommand.SendDigest.class,
          NodeCommand.Bounce.class);

  private static Path folder = Path.of("");
  private static Optional<Stage> stage = Optional.empty();

  @BeforeAll
  static void begin(@TempDir Path temporary) {
    folder = temporary;
  }

  private static Stage stage() {
    if (stage.isEmpty()) {
      stage = Optional.of(Stage.start(folder, new Script.Service(List.of(), Map.of())));
    }
    return stage.get();
  }

  @AfterAll
  static void stop() throws IOException {
    if (stage.isPresent()) {
      stage.get().close();
      stage = Optional.empty();
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyScenario() throws IOException, URISyntaxException {
    Set<String> different = different();
    return files()
        .map(
            file -> {
              Script script = Script.read(file);
              return DynamicContainer.dynamicContainer(
                  script.title(),
                  script.scenarios().stream()
                      .map(scenario -> test(file, scenario, different.contains(scenario.name()))));
            });
  }

  private static DynamicTest test(Path file, Script.Scenario scenario, boolean differs) {
    return DynamicTest.dynamicTest(
        scenario.name()
            + (differs ? ": not at an account (" : " (")
            + file.getFileName()
            + ":"
            + scenario.line()
            + ")",
        () -> {
          if (differs) {
            assertThrows(AssertionError.class, () -> stage().playAtAccount(scenario, HOST));
          } else {
            stage().playAtAccount(scenario, HOST);
          }
        });
  }

  @Test
  void everyDifferenceIsThatOfAScenario() throws IOException, URISyntaxException {
    Set<String> unknown = different();
    scenarios().forEach(scenario -> unknown.remove(scenario.name()));
    assertEquals(Set.of(), unknown);
  }

  @Test
  @Tag("PEP-5-optional-rest")
  @Tag("XC-0163-pep")
  void everyCommandIsPlayed() throws IOException, URISyntaxException {
    Set<Class<?>> sent = new HashSet<>(NOT_OF_ACCOUNTS);
    Set<String> different = different();
    scenarios()
        .filter(scenario -> !different.contains(scenario.name()))
        .flatMap(scenario -> scenario.steps().stream())
        .filter(step -> step.deed().equals("sends"))
        .flatMap(step -> step.elements().stream())
        .flatMap(AccountAsServiceTest::command)
        .forEach(sent::add);
    assertEquals(
        Set.of(),
        Stream.of(NodeCommand.class, ServiceCommand.class)
            .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
            .filter(command -> !sent.contains(command))
            .map(Class::getSimpleName)
            .collect(toCollection(TreeSet::new)));
  }

  /** What is asked of the service, if it can be read. */
  private static Stream<Class<?>> command(Element stanza) {
    if (!stanza.attribute("to", "").equals(Stage.SERVICE)) {
      return Stream.empty();
    }
    Element sent = stanza.with("from", HOST + "@" + Stage.DOMAIN + "/elsinore");
    Optional<CommandDecoder.Decoded> decoded =
        Stanzas.read(sent) instanceof Stanzas.Valid valid
            ? decoded(valid.stanza())
            : Optional.empty();
    return decoded.stream()
        .filter(CommandDecoder.Decoded.Accepted.class::isInstance)
        .map(accepted -> ((CommandDecoder.Decoded.Accepted) accepted).command().getClass());
  }

  private static Optional<CommandDecoder.Decoded> decoded(Stanza stanza) {
    if (stanza instanceof Iq iq && iq.isRequest()) {
      return Optional.of(CommandDecoder.decode(iq));
    }
    return stanza instanceof Message message && !message.isError()
        ? CommandDecoder.decode(message)
        : Optional.empty();
  }

  private static Set<String> different() {
    return DIFFERENCES.values().stream().flatMap(Set::stream).collect(toCollection(HashSet::new));
  }

  private static Stream<Script.Scenario> scenarios() throws IOException, URISyntaxException {
    return files().flatMap(file -> Script.read(file).scenarios().stream());
  }

  private static Stream<Path> files() throws IOException, URISyntaxException {
    return Script.files().stream()
        .filter(file -> !LEFT_OUT.contains(String.valueOf(file.getFileName())));
  }
}
