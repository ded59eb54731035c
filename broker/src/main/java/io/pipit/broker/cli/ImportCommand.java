package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.transfer.Import;
import io.pipit.broker.transfer.TransferException;
import io.pipit.broker.transfer.TransferFormat;
import io.pipit.pubsub.ServiceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Adds what 'pipit export' or another server wrote to a node that does not run.")
final class ImportCommand implements Callable<Integer> {

  private static final String INPUT = "-";
  private static final String GET_WHOLE = "export or copy it again and import that";

  private final PipitCommand pipit;

  @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
  private String file = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ndjson or xep-0227; without it, xep-0227 for files that end in .xml.")
  private Optional<TransferFormat> format = Optional.empty();

  ImportCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    LocalNode node = pipit.namedNode();
    Loaded loaded = pipit.configuration();
    ServiceLimits limits = limits(loaded.configuration().quotas());
    TransferFormat chosen = format.orElseGet(() -> TransferFormat.ofName(file));
    if (file.equals(INPUT)) {
      Import.Source input = new Import.Source(pipit.shell().in(), chosen, null);
      return tell("standard input", run(node, loaded, input, limits));
    }
    Path path = pipit.shell().resolve(Path.of(file));
    if (Files.isRegularFile(path)) { // what is read from a pipe cannot be read again
      check(path, chosen, limits);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return tell(path.toString(), run(node, loaded, source(in, chosen, path), limits));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Import.Source source(InputStream in, TransferFormat format, Path path) {
    return new Import.Source(in, format, path.toAbsolutePath().resolveSibling(""));
  }

  /** Reads the file to its end before anything of it is imported. */
  private static void check(Path path, TransferFormat format, ServiceLimits limits)
      throws CliException {
    try (InputStream in = Files.newInputStream(path)) {
      Import.check(source(in, format, path), limits);
    } catch (TransferException e) {
      throw new CliException(
          ErrorCode.BACKUP,
          "nothing was imported from " + path + ": " + e.getMessage() + "; " + GET_WHOLE,
          e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static CliException unreadable(Path path, IOException e) {
    return new CliException(
        ErrorCode.BACKUP, "nothing was imported: " + FileFault.describe(FileFault.of(path, e)), e);
  }

  private Import.Result run(
      LocalNode node, Loaded loaded, Import.Source source, ServiceLimits limits)
      throws CliException, ConfigurationException {
    try (DataFolder folder = node.holdAlone()) {
      String domain = StoreDomain.find(folder.root(), loaded);
      StoreDomain.keep(folder.root(), domain);
      return Import.run(
          folder.log(),
          domain,
          source,
          limits,
          (place, reason) -> pipit.shell().err().println("refused: " + place + ": " + reason));
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.BACKUP,
          "the import ended early: "
              + FileFault.explain(e, " and run it again: what is there already is passed over"),
          e);
    }
  }

  private int tell(String source, Import.Result result) throws CliException {
    pipit.print(
        Map.of("added", result.added(), "same", result.same(), "refused", result.refused()),
        result.added()
            + " added, "
            + result.same()
            + " there already, "
            + result.refused()
            + " refused");
    if (result.brokenOff().isPresent()) {
      throw new CliException(
          ErrorCode.BACKUP,
          "what was read of "
              + source
              + " is imported, and it is not whole: "
              + result.brokenOff().get()
              + "; "
              + GET_WHOLE
              + ": what is there already is passed over");
    }
    if (result.refused() > 0) {
      throw new CliException(
          ErrorCode.NOT_ALL_IMPORTED,
          result.refused() + " of " + source + " were refused, see above; all others are imported");
    }
    return ErrorCode.Exit.DONE;
  }

  private static ServiceLimits limits(Configuration.Quotas quotas) {
    ServiceLimits defaults = ServiceLimits.DEFAULT;
    return new ServiceLimits(
        quotas.nodes(),
        quotas.subscriptions(),
        quotas.subscriptionsPerNode(),
        quotas.nodeSubscriptions(),
        quotas.nodeAffiliations(),
        quotas.nodeItems(),
        defaults.itemsPerPublish(),
        quotas.payloadBytes(),
        defaults.answerItems(),
        defaults.answerBytes());
  }
}
