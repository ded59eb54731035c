package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A start without the view, or with one that is of no use: the node serves at once, what is asked
 * of items is answered from the log, and the view is made again meanwhile.
 */
@Timeout(60)
class MissingViewTest {

  private static final int NODES = 12;

  private final Path view;
  private final Deque<Runnable> reader = new ArrayDeque<>();
  private int serial;

  MissingViewTest(@TempDir Path folder) {
    this.view = folder.resolve("view");
  }

  /** What became of the file. */
  enum Loss {
    GONE,
    CUT,
    FLIPPED,
    /** It is of a snapshot before. */
    OLD
  }

  private static String iq(String type, String namespace, String operation) {
    return "<iq type='%s' id='q' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, RunningService.SERVICE, namespace, operation);
  }

  private static String items(int node) {
    return iq("get", PubsubNs.PUBSUB, "<items node='n" + node + "'/>");
  }

  private static String search(int node) {
    return ("<iq type='set' id='q' to='%s'><query xmlns='urn:xmpp:mam:2' node='n%d'>"
            + "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max></set></query></iq>")
        .formatted(RunningService.SERVICE, node);
  }

  private String publish(int node) {
    serial++;
    return iq(
        "set",
        PubsubNs.PUBSUB,
        "<publish node='n%d'><item id='i%d'><t xmlns='urn:t'>%d</t></item></publish>"
            .formatted(node, serial % 7, serial));
  }

  /** What clients do in a while: the last part of it is behind the snapshot. */
  private FakeLog used() throws Exception {
    FakeLog disk = new FakeLog();
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = service.connect("owner@pipit.test/a");
      service.send(owner, StoreModelTest.register(""));
      for (int node = 0; node < NODES; node++) {
        service.send(
            owner,
            iq(
                "set",
                PubsubNs.PUBSUB,
                "<create node='n" + node + "'/>" + (node == 1 ? few() : "")));
      }
      for (int i = 0; i < 20 * NODES; i++) {
        service.send(owner, publish(i % NODES));
        if (i == 8 * NODES) {
          service.sync();
          service.checkpoint();
        }
      }
      service.send(
          owner,
          iq(
              "set",
              PubsubNs.PUBSUB,
              "<publish node='n9'><item id='needle'><t xmlns='urn:t'/></item></publish>"));
      service.sync();
      service.checkpoint();
      for (int i = 0; i < 6; i++) {
        service.send(owner, publish(i % 3));
      }
      service.send(
          owner,
          iq("set", PubsubNs.PUBSUB, "<retract node='n3'><item id='i1'/></retract>"),
          iq("set", PubsubNs.OWNER, "<purge node='n4'/>"),
          publish(4),
          iq("set", PubsubNs.OWNER, "<delete node='n5'/>"));
      service.sync();
      expected = service.state();
    }
    return disk.afterPowerLoss(null);
  }

  private List<String> expected = List.of();

  private static String few() {
    return "<configure><x xmlns='jabber:x:data' type='submit'>"
        + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config</value></field>"
        + "<field var='pubsub#max_items'><value>3</value></field></x></configure>";
  }

  private void lose(Loss loss) throws IOException {
    try (Stream<Path> files = Files.list(view)) {
      for (Path file : files.toList()) {
        if (loss == Loss.GONE) {
          Files.delete(file);
          continue;
        }
        if (loss == Loss.OLD) {
          Files.move(file, file.resolveSibling("1.mapdb"));
          continue;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
          if (loss == Loss.CUT) {
            open.setLength(open.length() / 3);
          } else {
            open.seek(0);
            open.write(0x55);
          }
        }
      }
    }
  }

  private void read() {
    for (Runnable next = reader.poll(); next != null; next = reader.poll()) {
      next.run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesBeforeTheViewIsThere(Loss loss) throws Exception {
    FakeLog disk = used();
    lose(loss);
    try (StoredService service = StoredService.start(disk, view, reader::add);
        StoredService whole = StoredService.start(disk.afterPowerLoss(null), null)) {
      assertTrue(service.isViewMissing());
      FakeStream client = service.connect("owner@pipit.test/a");
      FakeStream same = whole.connect("owner@pipit.test/a");
      // What needs no items of before is answered at once.
      service.send(client, iq("set", PubsubNs.PUBSUB, "<create node='new'/>"));
      whole.send(same, iq("set", PubsubNs.PUBSUB, "<create node='new'/>"));
      service.sync();
      whole.sync();
      assertEquals(plain(same.takeXml()), plain(client.takeXml()));
      service.send(client, items(4), search(4)); // it was purged behind the snapshot
      whole.send(same, items(4), search(4));
      assertEquals(plain(same.takeXml()), plain(client.takeXml()));
      assertTrue(reader.isEmpty());
      // All else waits for the log and is answered in order, and nobody else waits for it.
      for (int node : List.of(0, 2, 3, 7, 8)) {
        List<String> requests = List.of(items(node), publish(node), search(node), items(node));
        service.send(client, requests.toArray(String[]::new));
        assertEquals(List.of(), client.takeXml());
        assertFalse(reader.isEmpty());
        read();
        service.sync();
        whole.send(same, requests.toArray(String[]::new));
        whole.sync();
        assertEquals(plain(same.takeXml()), plain(client.takeXml()), "node " + node);
      }
      assertTrue(service.isViewMissing());
      service.rebuild();
      assertFalse(service.isViewMissing());
      for (int node : List.of(1, 6, 9)) {
        service.send(client, items(node), search(node));
        whole.send(same, items(node), search(node));
        assertTrue(reader.isEmpty(), "the view has it");
        assertEquals(plain(same.takeXml()), plain(client.takeXml()), "node " + node);
      }
    }
  }

  /** Without what differs by the moment and by chance. */
  private static List<String> plain(List<String> stanzas) {
    return stanzas.stream()
        .map(
            xml ->
                xml.replaceAll("(stamp|id|subid)='[^']*'", "")
                    .replaceAll("<(first|last)[^/]*</(first|last)>", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void viewThatIsMadeAgainIsWhatItWas(Loss loss) throws Exception {
    FakeLog disk = used();
    lose(loss);
    try (StoredService service = StoredService.start(disk, view, reader::add)) {
      service.rebuild();
      assertEquals(expected, service.state());
      assertTrue(reader.isEmpty());
    }
    // It is there at the next start, with nothing to do.
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view, reader::add)) {
      assertFalse(again.isViewMissing());
      assertEquals(expected, again.state());
    }
  }

  /** Of one node, which is not the first that is written. */
  private void damage() throws IOException {
    try (Stream<Path> files = Files.list(view)) {
      Path file = files.findFirst().orElseThrow();
      int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf("needle");
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        open.seek(at);
        open.write('N');
      }
    }
  }

  @Test
  void partThatIsDamagedIsReadElsewhere() throws Exception {
    FakeLog disk = used();
    damage();
    try (StoredService service = StoredService.start(disk, view, reader::add);
        StoredService whole = StoredService.start(disk.afterPowerLoss(null), null)) {
      assertFalse(service.isViewMissing());
      FakeStream client = service.connect("owner@pipit.test/a");
      FakeStream other = service.connect("owner@pipit.test/b");
      FakeStream same = whole.connect("owner@pipit.test/a");
      List<String> requests = List.of(items(9), publish(9), search(9), items(9));
      service.send(client, requests.toArray(String[]::new));
      assertEquals(List.of(), client.takeXml());
      assertEquals(1, reader.size());
      service.send(other, items(8), items(7)); // the others are read from the view
      assertEquals(2, other.takeXml().size());
      assertEquals(1, reader.size());
      read();
      service.sync();
      whole.send(same, requests.toArray(String[]::new));
      whole.sync();
      assertEquals(plain(same.takeXml()), plain(client.takeXml()));
      // It is here until the next file, whatever else is used.
      service.send(other, items(0), items(6), items(7), items(8));
      service.send(client, items(9));
      whole.send(same, items(9));
      assertEquals(plain(same.takeXml()), plain(client.takeXml()));
      assertTrue(reader.isEmpty());
      service.checkpoint();
      assertTrue(reader.isEmpty());
      expected = service.state();
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view, reader::add)) {
      assertEquals(expected, again.state());
      assertTrue(reader.isEmpty());
    }
  }

  @Test
  void changesOfAPartThatIsDamagedWaitForIt() throws Exception {
    FakeLog disk = used();
    damage();
    try (StoredService service = StoredService.start(disk, view, reader::add)) {
      FakeStream client = service.connect("owner@pipit.test/a");
      // Needs nothing of what is there, which is found out to be damaged when it is applied.
      service.send(client, iq("set", PubsubNs.OWNER, "<purge node='n9'/>"));
      service.sync();
      read();
      service.sync();
      assertTrue(client.takeXml().get(0).contains("result"));
      service.send(client, publish(9), items(9));
      service.sync();
      assertEquals(2, client.takeXml().size());
      expected = service.state();
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view, reader::add);
        StoredService whole = StoredService.start(disk.afterPowerLoss(null), null)) {
      assertEquals(expected, whole.state());
      assertEquals(expected, again.state());
    }
  }

  @Test
  void checkpointReadsPartsThatAreDamagedElsewhere() throws Exception {
    FakeLog disk = used();
    damage();
    try (StoredService service = StoredService.start(disk, view)) {
      service.checkpoint();
      assertEquals(expected, service.state());
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view, reader::add)) {
      assertEquals(expected, again.state());
      assertTrue(reader.isEmpty(), "it was written anew");
    }
  }

  @Test
  void checkpointWithoutTheViewReadsWhatItHeld() throws Exception {
    FakeLog disk = used();
    lose(Loss.GONE);
    try (StoredService service = StoredService.start(disk, view)) {
      service.checkpointAsItIs();
      assertFalse(service.isViewMissing());
      assertEquals(expected, service.state());
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view, reader::add)) {
      assertFalse(again.isViewMissing());
      assertEquals(expected, again.state());
      assertTrue(reader.isEmpty());
    }
  }

  @Test
  void rebuildThatWasKilledIsBegunAgain() throws Exception {
    FakeLog disk = used();
    lose(Loss.GONE);
    AtomicInteger records = new AtomicInteger();
    try (StoredService service = StoredService.start(disk, view, reader::add)) {
      assertFalse(service.rebuild(() -> records.incrementAndGet() > 100));
      assertTrue(service.isViewMissing());
    }
    // What a killed process leaves.
    Files.write(view.resolve("1.mapdb.new"), new byte[10_000]);
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view, reader::add)) {
      assertTrue(again.isViewMissing());
      again.rebuild();
      assertEquals(expected, again.state());
      try (Stream<Path> files = Files.list(view)) {
        assertEquals(1, files.count());
      }
    }
  }

  @Test
  void itemThatCannotBeReadRefusesWhatNeedsIt() throws Exception {
    FakeLog disk = used();
    try (StoredService service = StoredService.start(disk, view, reader::add)) {
      assertFalse(service.isViewMissing());
      disk.damage("needle");
      FakeStream client = service.connect("owner@pipit.test/a");
      service.send(client, items(9), items(9), publish(9), retract(9, "needle"), items(9));
      service.sync();
      List<String> answers = client.takeXml();
      assertEquals(
          List.of(false, false, true, true, true),
          answers.stream()
              .filter(each -> each.startsWith("<iq"))
              .map(MissingViewTest::isResult)
              .toList(),
          answers::toString);
      service.send(client, items(8));
      assertTrue(isResult(client.takeXml().get(0)));
      assertTrue(answers.get(0).contains("cannot read the items of this node"), answers::toString);
    }
  }

  private static boolean isResult(String answer) {
    return answer.contains("type='result'");
  }

  private static String retract(int node, String id) {
    return iq(
        "set",
        PubsubNs.PUBSUB,
        "<retract node='n%d'><item id='%s'/></retract>".formatted(node, id));
  }

  @Test
  void whoWaitsIsRefusedWhenTheLogCannotBeReadEither() throws Exception {
    FakeLog disk = used();
    lose(Loss.GONE);
    try (StoredService service = StoredService.start(disk, view, reader::add)) {
      FakeStream client = service.connect("owner@pipit.test/a");
      service.send(client, items(0), items(0), items(6));
      service.log().close();
      read();
      service.settle();
      List<String> answers = new ArrayList<>(client.takeXml());
      assertEquals(3, answers.size());
      answers.forEach(answer -> assertTrue(answer.contains("resource-constraint"), answer));
    }
  }
}
