package io.pipit.broker.cli;

import io.pipit.broker.backup.Manifest;
import io.pipit.broker.backup.Restore;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.store.DataFolderInUseException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = "Puts a backup into a data folder that is empty or not there.")
final class RestoreCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  @Parameters(paramLabel = "BACKUP", description = "The folder or .tar file of 'pipit backup'.")
  private Path backup = Path.of("");

  RestoreCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    Path data = pipit.namedNode().data();
    Path from = pipit.shell().resolve(backup);
    Manifest manifest;
    try {
      manifest = Restore.into(data, from);
    } catch (DataFolderInUseException e) {
      throw LocalNode.inUse(e);
    } catch (DirectoryNotEmptyException e) {
      throw new CliException(
          ErrorCode.FILE_EXISTS,
          "the data folder " + data + " is not empty; name another one with --data",
          e);
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.BACKUP,
          "nothing was restored from "
              + from
              + ": "
              + FileFault.explain(e, " or name another folder with --data"),
          e);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("data", data.toString());
    object.put("domain", manifest.domain());
    object.put("taken", manifest.taken());
    object.put("position", manifest.position());
    pipit.print(
        object,
        data
            + ": "
            + manifest.domain()
            + " as of "
            + manifest.taken()
            + ", position "
            + manifest.position()
            + "; start it with 'pipit run"
            + pipit.nodeFlags()
            + "'");
    return ErrorCode.Exit.DONE;
  }
}
