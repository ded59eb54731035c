package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is asked for, with checkpoints, cleaning and restarts in between, with the view on the
 * heap or in a file, whole, damaged or gone: the service is what it was before each restart, and
 * answers like one on the heap that was never restarted.
 */
@Timeout(120)
class StoreModelTest {

  private static final int NODES = 6;
  private static final int ITEMS = 5;
  private static final int STEPS = 20;
  private static final List<PublishKind> KINDS = List.of(PublishKind.values());
  private static final int REQUESTS = 20;
  private static final List<String> CLIENTS = List.of("owner", "other", "third");

  private final Path folder;
  private Random random = new Random();
  private int serial;

  StoreModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static LongStream few() {
    return LongStream.rangeClosed(1, 4);
  }

  static LongStream many() {
    return LongStream.rangeClosed(1_000, 1_300);
  }

  @ParameterizedTest
  @MethodSource("few")
  void isWhatItWas(long seed) throws Exception {
    run(seed);
  }

  @ParameterizedTest
  @Tag("soak")
  @MethodSource("many")
  void isAlwaysWhatItWas(long seed) throws Exception {
    run(seed);
  }

  private void run(long seed) throws Exception {
    random = new Random(seed);
    serial = 0;
    int removed = 0;
    QueuedChanges queued = new QueuedChanges(random);
    FakeLog disk = new FakeLog();
    try (ServiceInProcess model = new ServiceInProcess(new InMemoryLog(), policy(), 2)) {
      List<FakeStream> askers = connect(model);
      StoredService service = StoredService.start(disk, view());
      List<FakeStream> clients = connect(service);
      try {
        for (int step = 0; step < STEPS; step++) {
          for (int i = 0; i < REQUESTS; i++) {
            int who = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
            Asked asked = change();
            asked.of(service, clients.get(who));
            service.sync();
            asked.of(model, askers.get(who));
            model.settle();
            queued.change(service, NODES);
            service.sync();
          }
          int what = random.nextInt(7);
          if (what == 0) {
            removed += service.checkpoint();
          } else if (what == 1) {
            service.clean(1 + random.nextInt(4));
          } else if (what == 2) {
            service.clean(1 + random.nextInt(20));
            service.sync();
            removed += service.checkpoint();
          } else if (what <= 4) {
            List<String> before = service.state();
            if (what == 4) {
              crash(disk, service);
            }
            service.close();
            disk = disk.afterPowerLoss(random);
            hurtView();
            service = StoredService.start(disk, view());
            clients = connect(service);
            String when = "after a restart at step " + step + ", " + what;
            assertState(before, service.state(), when);
            assertState(reads(model, askers.get(0)), reads(service, clients.get(0)), when);
            assertState(queued.expected(), QueuedChanges.waiting(service), when);
          }
        }
        service.clean(Integer.MAX_VALUE); // in case that nothing did so far
        service.sync();
        removed += service.checkpoint();
        assertState(reads(model, askers.get(0)), reads(service, clients.get(0)), "at the end");
        assertState(queued.expected(), QueuedChanges.waiting(service), "at the end");
        assertTrue(removed > 0, "no segment was ever removed");
      } finally {
        service.close();
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** Something that is asked of a service, for a client. */
  private interface Asked {
    void of(RunningService service, FakeStream client);
  }

  private Asked change() {
    if (serial < 3 || random.nextInt(4) > 0) {
      String request = request();
      return (service, client) -> service.sendOnly(client, request);
    }
    serial++;
    String node = "n" + random.nextInt(NODES);
    List<ItemHeader> headers =
        random.nextBoolean() ? List.of() : List.of(new ItemHeader("Content-Type", "t" + serial));
    List<PublishedItem> item =
        List.of(new PublishedItem("i" + random.nextInt(ITEMS), payload(), headers));
    PublishKind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean ends = random.nextInt(5) == 0;
    return (service, client) ->
        service.askOnly(
            ends
                ? new NodeCommand.EndStanding(client.jid(), node)
                : new NodeCommand.Publish(client.jid(), node, item, Map.of(), null, kind));
  }

  private SerializedXml payload() {
    int length = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 100);
    String xml = "<t xmlns='urn:t'>" + serial + " " + "x".repeat(length) + "</t>";
    return new SerializedXml("t", "urn:t", xml.getBytes(StandardCharsets.UTF_8));
  }

  /** The disk dies at any operation of a checkpoint, of cleaning or of both. */
  private void crash(FakeLog disk, StoredService service) throws InterruptedException {
    disk.crashAt(1 + random.nextInt(random.nextBoolean() ? 10 : 60));
    try {
      if (random.nextBoolean()) {
        service.clean(1 + random.nextInt(10));
      }
      service.checkpoint();
    } catch (IOException | UncheckedIOException died) {
      // as it should, unless there were fewer operations
    }
  }

  /** What a failure of the disk leaves is what a restart finds. */
  @ParameterizedTest
  @MethodSource("few")
  void failureOfTheDiskLeavesWhatIsDurable(long seed) throws Exception {
    random = new Random(seed);
    FakeLog disk = new FakeLog();
    List<String> left;
    try (StoredService service = StoredService.start(disk, folder.resolve("view"))) {
      List<FakeStream> clients = connect(service);
      for (int i = 0; i < 15 * REQUESTS; i++) {
        change().of(service, clients.get(random.nextInt(5) / 2));
        if (random.nextInt(10) == 0) {
          service.sync();
        }
        if (random.nextInt(40) == 0) {
          service.clean(1 + random.nextInt(4));
          service.checkpoint();
        }
      }
      service.sync();
      disk.failSyncs();
      for (int i = 0; i < 1 + random.nextInt(2 * REQUESTS); i++) {
        change().of(service, clients.get(random.nextInt(5) / 2));
      }
      // One of both changes something, whatever came of the others.
      service.sendOnly(clients.get(0), register(""), register("<remove/>"));
      service.awaitReadAgain(clients.get(0));
      left = service.state();
    }
    hurtView();
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view())) {
      assertState(again.state(), left, "seed " + seed + ": memory after the failure");
    }
  }

  private static void assertState(List<String> before, List<String> after, String when) {
    List<String> gone = new ArrayList<>(before);
    List<String> come = new ArrayList<>(after);
    after.forEach(gone::remove);
    before.forEach(come::remove);
    assertEquals(List.of(), gone, when + " this is gone, instead there is " + come);
    assertEquals(List.of(), come, when);
  }

  static ServicePolicy policy() {
    return ServicePolicy.builder(RunningService.SERVICE, "Publish-Subscribe")
        .collections(CollectionPolicy.OPEN)
        .registration(true)
        .build();
  }

  private static List<FakeStream> connect(RunningService service) {
    return CLIENTS.stream().map(name -> service.connect(name + "@pipit.test/a")).toList();
  }

  /** Where indexes rest from the next start on; null for the heap. */
  private @Nullable Path view() {
    return random.nextInt(3) == 0 ? null : folder.resolve("view");
  }

  /** What may happen to the view between two starts. */
  private void hurtView() throws IOException {
    if (!Files.isDirectory(folder.resolve("view"))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.resolve("view"))) {
      int what = random.nextInt(4);
      for (Path file : files.toList()) {
        if (what == 0) {
          Files.delete(file);
        } else if (what == 1) {
          damage(file);
        }
      }
    }
  }

  private void damage(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      if (random.nextBoolean()) {
        open.setLength(open.length() / 2);
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      int at = random.nextInt(bytes.length);
      while (bytes[at] == 0) { // most of the file is room that is not used
        at = random.nextInt(bytes.length);
      }
      open.seek(at);
      open.write(bytes[at] ^ (1 << random.nextInt(8)));
    }
  }

  private String request() {
    String node = "n" + random.nextInt(NODES);
    serial++;
    return switch (serial < 3 ? 11 : random.nextInt(24)) {
      case 0 -> pubsub("<create node='" + node + "'/><configure>" + config() + "</configure>");
      case 1 -> pubsub("<create node='" + node + "'/>");
      case 2 -> pubsub(subscribe(node, "owner") + options());
      case 3 -> pubsub(subscribe(node, CLIENTS.get(random.nextInt(3))));
      case 4 -> pubsub("<unsubscribe node='" + node + "' jid='owner@pipit.test'/>");
      case 5 -> pubsub("<retract node='" + node + "'><item id='" + item() + "'/></retract>");
      case 6 ->
          random.nextInt(3) == 0
              ? owner("<delete node='" + node + "'>" + redirect() + "</delete>")
              : owner("<purge node='" + node + "'/>");
      case 7 -> owner("<configure node='" + node + "'>" + config() + "</configure>");
      case 8 ->
          owner(
              "<affiliations node='%s'><affiliation jid='%s@pipit.test' affiliation='%s'/></affiliations>"
                  .formatted(node, CLIENTS.get(1 + random.nextInt(2)), affiliation()));
      case 10 -> pubsub("<create node='" + collection() + "'/>" + type());
      case 11 ->
          random.nextBoolean()
              ? register(serial < 3 || random.nextInt(4) > 0 ? "" : "<remove/>")
              : owner("<delete node='" + collection() + "'/>");
      case 9 -> pubsub(publish(node, 2 + random.nextInt(3)));
      default -> pubsub(publish(node, 1));
    };
  }

  private String collection() {
    return "c" + random.nextInt(2);
  }

  private static String type() {
    StringBuilder form = form();
    field(form, "pubsub#node_type", "collection");
    field(form, "pubsub#children_association_policy", "all");
    return "<configure>" + form.append("</x></configure>");
  }

  static String register(String what) {
    return "<iq type='set' id='x' to='%s'><query xmlns='jabber:iq:register'>%s</query></iq>"
        .formatted(RunningService.SERVICE, what);
  }

  private String options() {
    StringBuilder form = new StringBuilder("<options><x xmlns='jabber:x:data' type='submit'>");
    field(form, "FORM_TYPE", PubsubNs.SUBSCRIBE_OPTIONS);
    if (random.nextBoolean()) {
      field(form, "pubsub#expire", "2999-01-0" + (1 + random.nextInt(9)) + "T00:00:00Z");
    }
    if (random.nextBoolean()) {
      field(form, "pubsub#digest", "1");
      field(form, "pubsub#digest_frequency", "3600000");
    }
    return form.append("</x></options>").toString();
  }

  private String item() {
    return "i" + random.nextInt(ITEMS);
  }

  private String redirect() {
    return random.nextBoolean() ? "" : "<redirect uri='xmpp:elsewhere@example.org'/>";
  }

  private String affiliation() {
    return List.of("none", "publisher", "publish-only", "outcast", "owner").get(random.nextInt(5));
  }

  private String publish(String node, int items) {
    StringBuilder publish = new StringBuilder("<publish node='" + node + "'>");
    int first = random.nextInt(ITEMS);
    for (int i = 0; i < items; i++) {
      publish
          .append("<item id='i" + (first + i) % ITEMS + "'><t xmlns='urn:t'>" + serial + " ")
          .append("x".repeat(random.nextInt(random.nextInt(20) == 0 ? 3_000 : 100)))
          .append("</t></item>");
    }
    return publish.append("</publish>").toString();
  }

  private static String subscribe(String node, String who) {
    return "<subscribe node='" + node + "' jid='" + who + "@pipit.test'/>";
  }

  private String config() {
    StringBuilder form = form();
    field(form, "pubsub#title", "title " + serial);
    if (random.nextBoolean()) {
      field(form, "pubsub#max_items", "" + (1 + random.nextInt(ITEMS)));
    }
    if (random.nextBoolean()) {
      field(form, "{urn:pipit:pubsub:0}history_items", "" + random.nextInt(12));
    }
    if (random.nextInt(3) == 0) {
      field(form, "{urn:pipit:pubsub:0}max_bytes", random.nextBoolean() ? "max" : "4000");
    }
    if (random.nextInt(3) == 0) {
      field(form, "{urn:pipit:pubsub:0}idempotency_window", random.nextBoolean() ? "0" : "600");
    }
    if (random.nextInt(6) == 0) {
      field(form, "pubsub#persist_items", random.nextBoolean() ? "1" : "0");
    }
    if (random.nextInt(3) == 0) {
      field(form, "pubsub#access_model", random.nextBoolean() ? "open" : "authorize");
    }
    if (random.nextInt(3) == 0) {
      field(form, "pubsub#collection", random.nextBoolean() ? "" : collection());
    }
    field(form, "pubsub#publish_model", random.nextBoolean() ? "open" : "publishers");
    return form.append("</x>").toString();
  }

  private static StringBuilder form() {
    StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
    field(form, "FORM_TYPE", PubsubNs.NODE_CONFIG);
    return form;
  }

  private static void field(StringBuilder form, String name, String value) {
    form.append("<field var='" + name + "'><value>" + value + "</value></field>");
  }

  private static String pubsub(String operation) {
    return iq("set", PubsubNs.PUBSUB, operation);
  }

  private static String owner(String operation) {
    return iq("set", PubsubNs.OWNER, operation);
  }

  private static String iq(String type, String namespace, String operation) {
    return "<iq type='%s' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, RunningService.SERVICE, namespace, operation);
  }

  /** All that the owner can read, as XML without what is drawn by lot. */
  private static List<String> reads(RunningService service, FakeStream owner) {
    owner.take();
    List<String> requests = new ArrayList<>();
    requests.add(
        "<iq type='get' id='x' to='%s'><query xmlns='%s'/></iq>"
            .formatted(RunningService.SERVICE, Ns.DISCO_ITEMS));
    requests.add(iq("get", PubsubNs.PUBSUB, "<subscriptions/>"));
    requests.add(iq("get", PubsubNs.PUBSUB, "<affiliations/>"));
    for (int i = 0; i < NODES; i++) {
      requests.add(iq("get", PubsubNs.PUBSUB, "<items node='n" + i + "'/>"));
      requests.add(iq("get", PubsubNs.OWNER, "<subscriptions node='n" + i + "'/>"));
      requests.add(iq("get", PubsubNs.OWNER, "<affiliations node='n" + i + "'/>"));
      requests.add(iq("get", PubsubNs.OWNER, "<configure node='n" + i + "'/>"));
    }
    List<String> read = new ArrayList<>(service.standing());
    int standing = read.size();
    for (String request : requests) {
      service.send(owner, request);
      for (Element answer : owner.take()) {
        read.add(XmlWriter.text(answer).replaceAll(" subid='[^']*'", ""));
      }
    }
    assertEquals(requests.size(), read.size() - standing, read::toString);
    return read;
  }
}
