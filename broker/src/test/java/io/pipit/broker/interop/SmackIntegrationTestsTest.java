package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.pipit.broker.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.Configuration.DnsResolver;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.igniterealtime.smack.inttest.XmppConnectionDescriptor;
import org.igniterealtime.smack.inttest.XmppConnectionManager;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests that Smack has for servers, unchanged, against a node: each of them in a run of its own
 * framework, with three new accounts, so that none meets what another one has left. Those that are
 * left out are listed with a reason; a new version of Smack with a test more fails here if the node
 * does not pass it.
 *
 * <p>They wait for what they expect, for {@link #REPLY_TIMEOUT} at most. What the framework calls
 * impossible, because the node seems not to have what is needed, counts as failed.
 */
class SmackIntegrationTestsTest {

  /** How many are driven: none when the importer looks into the wrong place. */
  private static final int TESTS = 23;

  /** In milliseconds. */
  private static final int REPLY_TIMEOUT = 60_000;

  private static final String CHATS = "multi-user chat (XEP-0045) is not there yet";
  private static final String BETWEEN_CLIENTS =
      "between clients alone; that stanzas are passed on is shown by those that are driven";
  private static final String RACE =
      "looks at what its client knows of presence when another listener has seen it, and says so";
  private static final String MAKES_ACCOUNTS =
      "its account is removed while it is connected, after which Smack now and then waits for an"
          + " end of stream that it has read already; SmackTest does the same with accounts at hand";

  /** Why not, by the beginning of the name. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("AdHocCommandIntegrationTest.", BETWEEN_CLIENTS),
          Map.entry("ChatTest.", "wants a message within two seconds"),
          Map.entry("EntityCapsTest.testCapsChanged", RACE),
          Map.entry("EntityCapsTest.testPreventDiscoInfo", RACE),
          Map.entry("FileTransferIntegrationTest.", BETWEEN_CLIENTS + "; looks for proxies"),
          Map.entry("FormTest.", BETWEEN_CLIENTS),
          Map.entry("HttpFileUploadIntegrationTest.", "XEP-0363 is not there yet"),
          Map.entry("IoTControlIntegrationTest.", BETWEEN_CLIENTS),
          Map.entry("IoTDataIntegrationTest.", BETWEEN_CLIENTS),
          Map.entry("IoTDiscoveryIntegrationTest.", "needs a registry of things (XEP-0347)"),
          Map.entry("LoginIntegrationTest.", MAKES_ACCOUNTS),
          Map.entry("LowLevelRosterIntegrationTest.", MAKES_ACCOUNTS),
          Map.entry("MamIntegrationTest.", "archives of chats are not there yet"),
          Map.entry("MessageEncryptionIntegrationTest.", "needs a library for XEP-0384"),
          Map.entry(
              "ModularXmppClientToServerConnectionLowLevelIntegrationTest.",
              "asks the DNS for the domain"),
          Map.entry("MultiUserChat", CHATS),
          Map.entry("OXInstantMessagingIntegrationTest.", "needs a library for XEP-0373"),
          Map.entry("OXSecretKeyBackupIntegrationTest.", "needs a library for XEP-0373"),
          Map.entry("OmemoMamDecryptionTest.", "needs a library for XEP-0384"),
          Map.entry("ParticipantStatusIntegrationTest.", CHATS),
          Map.entry("ReadOnlyDeviceIntegrationTest.", "needs a library for XEP-0384"),
          Map.entry("SessionRenegotiationIntegrationTest.", "needs a library for XEP-0384"),
          Map.entry("SimpleXmppConnectionIntegrationTest.", MAKES_ACCOUNTS),
          Map.entry("SoftwareInfoIntegrationTest.", RACE),
          Map.entry("StreamManagementTest.", "XEP-0198 is not there yet"),
          Map.entry("UserStatusIntegrationTest.", CHATS),
          Map.entry("WaitForClosingStreamElementTest.", MAKES_ACCOUNTS),
          Map.entry("XmppConnectionIntegrationTest.", MAKES_ACCOUNTS));

  /** The requirements that tests show, by the beginning of the name. */
  private static final Map<String, String> ROWS =
      Map.ofEntries(
          Map.entry("GeolocationIntegrationTest.", "PF-0080-geoloc"),
          Map.entry("MoodIntegrationTest.", "PF-0107-mood"),
          Map.entry("UserTuneIntegrationTest.", "PF-0118-tune"),
          Map.entry("PingIntegrationTest.pingServer", "XC-0199-answer"),
          Map.entry(
              "PubSubIntegrationTest.transientNotificationOnlyNodeWithItemTest",
              "PS-7.1.3.7-item-forbidden"),
          Map.entry(
              "PubSubIntegrationTest.transientNotificationOnlyNodeWithoutItemTest",
              "PS-7.1.1-no-item-trigger"),
          Map.entry("RosterIntegrationTest.testPresenceApprovalYields", "XC-6121-roster-push"),
          Map.entry("RosterIntegrationTest.testPresenceDelivered", "XC-6121-sub-inbound"),
          Map.entry("RosterIntegrationTest.testRosterPushAfter", "XC-6121-sub-outbound"));

  /** Read from the jar and not loaded: some need libraries that are not there. */
  private static final List<JavaMethod> ALL = all();

  @TempDir static Path folder;
  private static final Logger output = Logger.getLogger("org.igniterealtime.smack");
  private static TestNode node;
  private static int defaultReplyTimeout;
  private static int accounts;

  @BeforeAll
  static void start() throws Exception {
    SmackClient.useXmlParserOfTheJdk();
    output.setLevel(Level.WARNING);
    defaultReplyTimeout = SmackConfiguration.getDefaultReplyTimeout();
    node = TestNode.start(folder);
    X509TrustManager trust = SmackClient.trustManager(node);
    XmppConnectionManager.addConnectionDescriptor(
        XmppConnectionDescriptor.buildWith(
                XMPPTCPConnection.class,
                XMPPTCPConnectionConfiguration.class,
                XMPPTCPConnectionConfiguration.Builder.class)
            .withNickname("tcp")
            .applyExtraConfiguration(
                builder ->
                    builder
                        .setHost(TestNode.HOST)
                        .setPort(node.port())
                        .setCustomX509TrustManager(trust))
            .build());
  }

  @AfterAll
  static void stop() {
    SmackConfiguration.setDefaultReplyTimeout(defaultReplyTimeout);
    node.close();
  }

  /**
   * One test of Smack's.
   *
   * @param rows the requirements that it shows; may be empty
   */
  private record Driven(String rows, String type, String method) {

    @Override
    public String toString() {
      return (rows + " " + type.substring(type.lastIndexOf('.') + 1) + "." + method).strip();
    }
  }

  static List<Driven> driven() {
    return ALL.stream()
        .filter(test -> startOf(test, LEFT_OUT).findAny().isEmpty())
        .map(
            test ->
                new Driven(
                    startOf(test, ROWS).map(ROWS::get).findFirst().orElse(""),
                    test.getOwner().getName(),
                    test.getName()))
        .sorted(Comparator.comparing(Driven::toString))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("driven")
  void test(Driven test) throws Exception {
    List<String> three = Stream.generate(() -> "user" + accounts++).limit(3).toList();
    three.forEach(name -> node.account(name, "secret of " + name));
    TestRunResult result =
        new SmackIntegrationTestFramework(
                Configuration.builder()
                    .setService(TestNode.DOMAIN)
                    .setUsernamesAndPassword(
                        three.get(0),
                        "secret of " + three.get(0),
                        three.get(1),
                        "secret of " + three.get(1),
                        three.get(2),
                        "secret of " + three.get(2))
                    .setSecurityMode("required")
                    .setReplyTimeout(String.valueOf(REPLY_TIMEOUT))
                    .setDnsResolver(DnsResolver.javax)
                    .setDefaultConnection("tcp")
                    .setEnabledConnections("tcp")
                    .addTestPackage(test.type.substring(0, test.type.lastIndexOf('.')))
                    .setEnabledTests(test.type + "." + test.method)
                    .build())
            .run();
    assertEquals(
        List.of(),
        result.getFailedTests().stream()
            .map(failed -> failed.concreteTest + ": " + failed.failureReason)
            .toList(),
        "failed");
    assertEquals(
        List.of(),
        result.getNotPossibleTests().stream()
            .map(impossible -> impossible.testNotPossibleException.toString())
            .toList(),
        "not possible");
    assertEquals(Map.of(), result.getImpossibleTestClasses(), "not possible");
    assertEquals(
        List.of(test.method),
        result.getSuccessfulTests().stream()
            .map(passed -> passed.concreteTest.getMethod().getName())
            .toList());
  }

  @Test
  void everyTestIsDrivenOrLeftOutWithAReason() {
    assertEquals(TESTS, driven().size(), "another Smack than the one that was read");
    Set<String> stale = new TreeSet<>(LEFT_OUT.keySet());
    stale.addAll(ROWS.keySet());
    for (JavaMethod test : ALL) {
      stale.removeAll(
          Stream.concat(startOf(test, LEFT_OUT), startOf(test, ROWS)).collect(Collectors.toSet()));
    }
    assertEquals(Set.of(), stale, "listed for nothing");
  }

  private static Stream<String> startOf(JavaMethod test, Map<String, String> listed) {
    String name = test.getOwner().getSimpleName() + "." + test.getName();
    return listed.keySet().stream().filter(name::startsWith);
  }

  private static List<JavaMethod> all() {
    URL jar = Configuration.class.getProtectionDomain().getCodeSource().getLocation();
    try (JarFile file = new JarFile(Path.of(URI.create(jar.toString())).toFile())) {
      return new ClassFileImporter()
          .importJar(file).stream()
              .map(JavaClass::getMethods)
              .flatMap(Set::stream)
              .filter(method -> method.isAnnotatedWith(SmackIntegrationTest.class))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
