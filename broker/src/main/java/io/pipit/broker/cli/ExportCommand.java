package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.transfer.Export;
import io.pipit.broker.transfer.TransferFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = "Writes accounts, rosters and nodes, of a node that runs or not, to a file.")
final class ExportCommand implements Callable<Integer> {

  private static final String OUTPUT = "-";

  private final PipitCommand pipit;

  @Parameters(
      paramLabel = "FILE",
      description = "A file that is not there yet; - is standard output.")
  private String file = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson or xep-0227; without it, xep-0227 for files that end in .xml.")
  private Optional<TransferFormat> format = Optional.empty();

  ExportCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    LocalNode node = pipit.namedNode();
    TransferFormat chosen = format.orElseGet(() -> TransferFormat.ofName(file));
    try {
      if (file.equals(OUTPUT)) {
        write(node, chosen, pipit.shell().out());
        if (pipit.isOutputClosed()) {
          throw new CliException(
              ErrorCode.OUTPUT,
              "the export on standard output is not whole: there is no space left on its disk, or"
                  + " who read it has ended; run it again");
        }
        return ErrorCode.Exit.DONE;
      }
      Path path = pipit.shell().resolve(Path.of(file));
      long entries = toFile(node, chosen, path);
      pipit.print(
          Map.of("file", path.toString(), "entries", entries), path + ": " + entries + " entries");
      return ErrorCode.Exit.DONE;
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ErrorCode.FILE_EXISTS, e.getFile() + " is there already; name another file", e);
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.BACKUP,
          "no export was made: " + FileFault.explain(e, " or name another file"),
          e);
    }
  }

  /** The file has its name when it is whole. */
  private long toFile(LocalNode node, TransferFormat chosen, Path path)
      throws CliException, ConfigurationException, IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path unfinished = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(unfinished);
    try {
      long entries;
      try (FileChannel file = PrivateFiles.create(unfinished);
          Writer out =
              new BufferedWriter(
                  new OutputStreamWriter(
                      FileFault.naming(unfinished, Channels.newOutputStream(file)),
                      StandardCharsets.UTF_8))) {
        entries = write(node, chosen, out);
        file.force(true);
      }
      Files.move(unfinished, path);
      return entries;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private long write(LocalNode node, TransferFormat chosen, Writer out)
      throws CliException, ConfigurationException, IOException {
    try (StoreCopy copy = StoreCopy.of(pipit, node)) {
      String domain = StoreDomain.find(copy.data(), pipit.configuration());
      long entries = Export.write(copy.own(), domain, chosen, out);
      out.flush();
      return entries;
    }
  }
}
