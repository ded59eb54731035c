package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class DataFolderTest {

  private final Path temporary;

  DataFolderTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void folderIsMadeForItsOwnerOnly() throws Exception {
    Path root = temporary.resolve("deep/data");
    try (DataFolder folder = DataFolder.hold(root)) {
      assertEquals("rwx------", permissions(root));
      assertEquals("rwx------", permissions(folder.log()));
      assertEquals("rwx------", permissions(folder.certs()));
      assertEquals("rw-------", permissions(root.resolve("lock")));
      assertEquals(root.toRealPath().resolve("run.json"), folder.runFile());
      assertFalse(Files.exists(folder.runFile()));
      assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(root.resolve("lock")));
    }
  }

  @Test
  void secondHolderOfTheSameProcessIsRefusedUntilTheFirstLetsGo() throws Exception {
    try (DataFolder folder = DataFolder.hold(temporary)) {
      DataFolderInUseException refused =
          assertThrows(DataFolderInUseException.class, () -> DataFolder.hold(folder.root()));
      assertEquals(ProcessHandle.current().pid(), refused.pid().orElseThrow());
      Path link = temporary.resolve("link");
      Files.createSymbolicLink(link, temporary);
      assertThrows(DataFolderInUseException.class, () -> DataFolder.hold(link));
    }
    DataFolder.hold(temporary).close();
  }

  @Test
  @Timeout(60)
  void secondProcessIsRefusedAndNamesTheHolderUntilThatIsKilled() throws Exception {
    try (ChildJvm child = new ChildJvm(Holder.class, temporary.toString())) {
      assertEquals("held", child.line());
      DataFolderInUseException refused =
          assertThrows(DataFolderInUseException.class, () -> DataFolder.hold(temporary));
      assertEquals(
          "the data folder " + temporary.toRealPath() + " is in use by process " + child.pid(),
          refused.getMessage());
      assertThrows(DataFolderInUseException.class, () -> DataFolder.hold(temporary));
      child.kill();
    }
    DataFolder.hold(temporary).close();
  }

  @Test
  @Timeout(60)
  void refusedSecondHolderDoesNotLoseTheLockOfTheFirst() throws Exception {
    try (DataFolder folder = DataFolder.hold(temporary)) {
      assertThrows(DataFolderInUseException.class, () -> DataFolder.hold(folder.root()));
      try (ChildJvm child = new ChildJvm(Holder.class, temporary.toString())) {
        assertEquals("refused " + ProcessHandle.current().pid(), child.line());
      }
    }
  }

  @Test
  void fileInThePlaceOfTheFolderIsAnError() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThrows(FileAlreadyExistsException.class, () -> DataFolder.hold(file));
  }

  @Test
  void secretStaysTheSameAndIsMadeAgainOnlyWhenTorn() throws Exception {
    byte[] secret;
    try (DataFolder folder = DataFolder.hold(temporary)) {
      secret = folder.secret();
      assertEquals(32, secret.length);
      assertEquals("rw-------", permissions(temporary.resolve("secret")));
    }
    try (DataFolder folder = DataFolder.hold(temporary)) {
      assertArrayEquals(secret, folder.secret());
      Files.write(temporary.resolve("secret"), new byte[] {1});
      assertEquals(32, folder.secret().length);
      assertArrayEquals(folder.secret(), folder.secret());
    }
  }

  @Test
  void lostSecretIsTold() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(DataFolder.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    logger.addAppender(told);
    try (DataFolder folder = DataFolder.hold(temporary)) {
      folder.secret();
      Files.writeString(folder.log().resolve(Snapshot.nameOf(7)), "");
      folder.secret();
      assertEquals(List.of(), told.list);
      Files.delete(temporary.resolve("secret"));
      folder.secret();
      Files.write(temporary.resolve("secret"), new byte[31]);
      folder.secret();
      assertEquals(2, told.list.size());
      assertTrue(told.list.get(0).getFormattedMessage().contains("is missing"));
      assertTrue(told.list.get(1).getFormattedMessage().contains("is not whole"));
    } finally {
      logger.detachAppender(told);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "view/7.mapdb", "log/00000000000000000001.table"})
  void logThatWasThereIsNotBegunAnew(String trace, @TempDir Path parent) throws Exception {
    try (DataFolder folder = DataFolder.hold(parent.resolve("data"))) {
      SegmentLog.open(folder, LogOptions.defaults()).close();
      Path file = Files.write(folder.root().resolve(trace), new byte[32]);
      SegmentLog.open(folder, LogOptions.defaults()).close();
      assertEquals(List.of(), StoreCheck.of(folder).damage());
      Files.delete(folder.log().resolve(FileKind.SEGMENT.nameOf(1)));
      IOException refused =
          assertThrows(
              IOException.class, () -> SegmentLog.open(folder, LogOptions.defaults()).close());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("there is no log in " + folder.log()), message);
      assertTrue(message.contains(file.toString()), message);
      assertTrue(message.contains("mounted"), message);
      assertEquals(List.of(message), StoreCheck.of(folder).damage());
      SegmentLog.open(folder, LogOptions.defaults().withRepair(true)).close();
      assertEquals(List.of(), StoreCheck.of(folder).damage());
      SegmentLog.open(folder, LogOptions.defaults()).close();
    }
  }

  private static String permissions(Path path) throws IOException {
    assertTrue(Files.exists(path), path::toString);
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Holds a folder until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try {
        DataFolder.hold(Path.of(arguments[0]));
        System.out.println("held");
        System.in.read();
      } catch (DataFolderInUseException e) {
        System.out.println("refused " + e.pid().orElse(-1));
      }
    }
  }
}
