package io.pipit.broker.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.store.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of a node that does not run, and everything that is no backup or no place for one. */
class BackupRefusalTest {

  private final Path folder;
  private final CommandLineRun pipit;

  BackupRefusalTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder);
  }

  @BeforeEach
  void makeNode() {
    assertEquals(0, pipit.input("pencil\n").run("user", "add", "juliet").exit());
    succeed("backup", "folder");
    succeed("backup", "one.tar");
  }

  private Result succeed(String... command) {
    Result result = pipit.run(command);
    assertEquals(0, result.exit(), result.err());
    return result;
  }

  private void refused(int exit, String reason, String... command) {
    Result result = pipit.run(command);
    assertEquals(exit, result.exit(), result.err());
    assertTrue(result.err().contains(reason), result.err());
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("folder/log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  private void restoreIsRefused(String from, String reason) {
    refused(1, reason, "restore", from, "--data", "new");
    assertFalse(Files.exists(folder.resolve("new")), "nothing is left behind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "one.tar"})
  void nodeThatDoesNotRunIsBackedUpAndRestored(String backup) {
    succeed("restore", backup, "--data", "new");
    assertEquals(List.of("juliet"), succeed("user", "ls", "--data", "new").lines());
    assertFalse(Files.exists(folder.resolve("data/copies/" + ProcessHandle.current().pid())));
  }

  @Test
  void tarIsOneForOthersToo() throws Exception {
    Process tar =
        new ProcessBuilder("tar", "tf", folder.resolve("one.tar").toString())
            .redirectErrorStream(true)
            .start();
    String names = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, tar.waitFor(), names);
    assertTrue(names.startsWith("domain\n") && names.endsWith("manifest.json\n"), names);
  }

  @Test
  void emptyFolderMayBeThere() throws IOException {
    Files.createDirectory(folder.resolve("new"));
    succeed("restore", "folder", "--data", "new");
    Files.createDirectory(folder.resolve("target"));
    succeed("backup", "target");
  }

  @Test
  void backupReplacesNothing() {
    refused(7, "is there already", "backup", "folder");
    refused(7, "is there already", "backup", "one.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.zip", "x.tgz", "x.tar.gz", "X.ZIP"})
  void nameOfAnotherArchiveIsRefused(String name) {
    refused(1, "a backup is a folder, or a file whose name ends in .tar", "backup", name);
    assertFalse(Files.exists(folder.resolve(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/log/x.tar", "data/x", "data/view/a/b", "x/../data/y", "link/z.tar"})
  void noBackupGoesIntoTheDataFolder(String target) throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data/log"));
    refused(1, "is in the data folder of the node", "backup", target);
    assertFalse(Files.exists(folder.resolve(target)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void folderInWhichNothingCanBeMadeIsNamed() {
    refused(1, "/proc: nothing can be made in this folder", "backup", "/proc/x.tar");
    refused(1, "/proc: nothing can be made in this folder", "backup", "/proc/x");
  }

  @Test
  void withoutStoreThereIsNoBackup() {
    refused(1, "there is no store in", "backup", "else", "--data", "nothing");
    assertFalse(Files.exists(folder.resolve("else")));
  }

  @Test
  void folderThatIsUsedOrNotEmptyIsNotRestoredInto() throws IOException {
    refused(7, "is not empty", "restore", "folder");
    try (DataFolder held = DataFolder.hold(folder.resolve("data"))) {
      assertTrue(Files.exists(held.root()));
      refused(1, "is in use by process", "restore", "folder");
    }
    Files.writeString(Files.createDirectory(folder.resolve("mine")).resolve("x"), "mine");
    refused(7, "is not empty", "restore", "folder", "--data", "mine");
    assertEquals("mine", Files.readString(folder.resolve("mine/x")));
  }

  @Test
  void damagedFileIsNamed() throws IOException {
    Path segment = segment();
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    restoreIsRefused("folder", "log/" + segment.getFileName() + " is damaged");
  }

  @Test
  void shorterFileIsNamed() throws IOException {
    Path segment = segment();
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    assertTrue(bytes.length > 0);
    restoreIsRefused("folder", "log/" + segment.getFileName() + " is damaged");
  }

  @Test
  void missingAndAddedFilesAreNamed() throws IOException {
    Files.move(folder.resolve("folder/domain"), folder.resolve("domain"));
    restoreIsRefused("folder", "domain is missing");
    Files.move(folder.resolve("domain"), folder.resolve("folder/domain"));
    Path added = folder.resolve("folder/log/00000000000000000009.log");
    Files.writeString(added, "x");
    restoreIsRefused("folder", "log/00000000000000000009.log is in the backup and not in");
    Files.delete(added);
    Files.writeString(folder.resolve("folder/other"), "x");
    restoreIsRefused("folder", "the file 'other' is not of a backup");
  }

  @Test
  void backupThatWasNeverFinishedIsRefused() throws IOException {
    Files.delete(folder.resolve("folder/manifest.json"));
    restoreIsRefused("folder", "has no manifest.json");
    restoreIsRefused("nothing", "there is no backup");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 512, 600, 2_000})
  void tarThatEndsEarlyIsRefused(int bytes) throws IOException {
    byte[] all = Files.readAllBytes(folder.resolve("one.tar"));
    Files.write(folder.resolve("cut.tar"), Arrays.copyOf(all, bytes));
    restoreIsRefused("cut.tar", "ends early");
  }

  @Test
  void tarWithNamesThatLeadElsewhereIsRefused() throws IOException {
    for (String name : List.of("../evil", "/tmp/evil", "log/../../evil", "certs/../x")) {
      byte[] header = Tar.header(name, 0);
      Files.write(folder.resolve("evil.tar"), header);
      restoreIsRefused("evil.tar", "is not of a backup");
    }
    Files.writeString(folder.resolve("text.tar"), "x".repeat(1_000));
    restoreIsRefused("text.tar", "no tar file of a backup");
  }

  @Test
  void manifestOfAnotherKindIsRefused() throws IOException {
    Path manifest = folder.resolve("folder/manifest.json");
    String text = Files.readString(manifest);
    for (List<String> wrong :
        List.of(
            List.of(text.replace("\"version\" : 1", "\"version\" : 2"), "has version 2"),
            List.of(text.replace("pipit-backup", "something"), "is not that of a backup"),
            List.of(text.replace("\"name\" : \"domain\"", "\"name\" : \"../domain\""), "no backup"),
            List.of(text.substring(0, text.length() / 2), "is damaged"),
            List.of("[]", "is damaged"))) {
      Files.writeString(manifest, wrong.get(0));
      restoreIsRefused("folder", wrong.get(1));
    }
  }
}
