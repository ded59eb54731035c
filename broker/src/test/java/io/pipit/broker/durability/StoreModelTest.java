package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
  private static final int STEPS = 30;
  private static final int REQUESTS = 20;
  private static final List<String> CLIENTS = List.of("owner", "other", "third");

  private final Path folder;
  private Random random = new Random();
  private int serial;

  StoreModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static LongStream few() {
    return LongStream.rangeClosed(1, 6);
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
    try (ServiceInProcess model = new ServiceInProcess(new InMemoryLog(), policy(), 2)) {
      List<FakeStream> askers = connect(model);
      StoredService service = StoredService.start(folder, random.nextBoolean());
      List<FakeStream> clients = connect(service);
      try {
        for (int step = 0; step < STEPS; step++) {
          for (int i = 0; i < REQUESTS; i++) {
            int who = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
            String request = change();
            service.sendOnly(clients.get(who), request);
            service.sync();
            model.send(askers.get(who), request);
          }
          switch (random.nextInt(6)) {
            case 0 -> {
              service.sync();
              removed += service.checkpoint();
            }
            case 1 -> service.clean(1 + random.nextInt(4));
            case 2 -> {
              service.clean(1 + random.nextInt(20));
              service.sync();
              removed += service.checkpoint();
            }
            case 3 -> {
              service.sync();
              List<String> before = service.state();
              service.close();
              service = StoredService.start(folder, hurt());
              clients = connect(service);
              String when = "after a restart at step " + step;
              assertState(before, service.state(), when);
              assertState(reads(model, askers.get(0)), reads(service, clients.get(0)), when);
            }
            default -> {
              // only more requests
            }
          }
        }
        assertState(reads(model, askers.get(0)), reads(service, clients.get(0)), "at the end");
        assertTrue(removed > 0, "no segment was ever removed");
      } finally {
        service.close();
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
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
    return ServicePolicy.builder(RunningService.SERVICE, "Publish-Subscribe").build();
  }

  private static List<FakeStream> connect(RunningService service) {
    return CLIENTS.stream().map(name -> service.connect(name + "@pipit.test/a")).toList();
  }

  /** What may happen to the view between two starts; gives whether there is one at the next. */
  private boolean hurt() throws IOException {
    try (Stream<Path> files =
        Files.isDirectory(folder.resolve("view"))
            ? Files.list(folder.resolve("view"))
            : Stream.empty()) {
      int what = random.nextInt(4);
      for (Path file : files.toList()) {
        if (what == 0) {
          Files.delete(file);
        } else if (what == 1) {
          damage(file);
        }
      }
    }
    return random.nextInt(3) > 0;
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

  private String change() {
    String node = "n" + random.nextInt(NODES);
    serial++;
    return switch (random.nextInt(24)) {
      case 0 -> pubsub("<create node='" + node + "'/><configure>" + config() + "</configure>");
      case 1 -> pubsub("<create node='" + node + "'/>");
      case 2 -> pubsub(subscribe(node, "owner"));
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
      case 9 -> pubsub(publish(node, 2 + random.nextInt(3)));
      default -> pubsub(publish(node, 1));
    };
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
    StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
    field(form, "FORM_TYPE", PubsubNs.NODE_CONFIG);
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
    field(form, "pubsub#publish_model", random.nextBoolean() ? "open" : "publishers");
    return form.append("</x>").toString();
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
    List<String> read = new ArrayList<>();
    for (String request : requests) {
      service.send(owner, request);
      for (Element answer : owner.take()) {
        read.add(XmlWriter.text(answer).replaceAll(" subid='[^']*'", ""));
      }
    }
    assertEquals(requests.size(), read.size(), read::toString);
    return read;
  }
}
