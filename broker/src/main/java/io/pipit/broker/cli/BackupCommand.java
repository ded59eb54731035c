package io.pipit.broker.cli;

import io.pipit.broker.backup.Backup;
import io.pipit.broker.backup.BackupTarget;
import io.pipit.broker.backup.Manifest;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = "Copies the whole node, running or not, to a folder or a file that ends in .tar.")
final class BackupCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  @Parameters(paramLabel = "TARGET", description = "A folder or .tar file that is not there yet.")
  private Path target = Path.of("");

  BackupCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    LocalNode node = pipit.namedNode();
    Path path = pipit.shell().resolve(target);
    if (isWithin(path, node.data())) {
      throw new CliException(
          ErrorCode.BACKUP,
          "no backup was made: "
              + path
              + " is in the data folder of the node; name a target outside of it");
    }
    try (BackupTarget to = BackupTarget.of(path);
        StoreCopy copy = StoreCopy.of(pipit, node)) {
      Manifest manifest =
          Backup.write(
              copy.data(), copy.folder(), copy.links(), Version.pipit(), Instant.now(), to);
      print(path, manifest);
      return ErrorCode.Exit.DONE;
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ErrorCode.FILE_EXISTS, e.getFile() + " is there already; name another target", e);
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.BACKUP,
          "no backup was made: " + FileFault.explain(e, " or name another target"),
          e);
    }
  }

  /**
   * Whether a path that may not be there yet leads into a folder, whatever links are on its way.
   */
  private static boolean isWithin(Path path, Path folder) throws CliException {
    try {
      Path there = path.toAbsolutePath().normalize();
      while (there != null && !Files.exists(there)) {
        there = there.getParent();
      }
      return there != null
          && Files.exists(folder)
          && there.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      throw new CliException(ErrorCode.BACKUP, "no backup was made: " + FileFault.describe(e), e);
    }
  }

  private void print(Path path, Manifest manifest) {
    long bytes = manifest.files().stream().mapToLong(Manifest.FileEntry::bytes).sum();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("target", path.toString());
    object.put("domain", manifest.domain());
    object.put("taken", manifest.taken());
    object.put("position", manifest.position());
    object.put("files", manifest.files().size());
    object.put("bytes", bytes);
    pipit.print(
        object,
        path
            + ": "
            + manifest.domain()
            + " up to position "
            + manifest.position()
            + ", "
            + manifest.files().size()
            + " files, "
            + bytes
            + " bytes");
  }
}
