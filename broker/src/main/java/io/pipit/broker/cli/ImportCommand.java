package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.transfer.Import;
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
    TransferFormat chosen = format.orElseGet(() -> TransferFormat.ofName(file));
    Import.Result result;
    if (file.equals(INPUT)) {
      result = run(node, loaded, new Import.Source(pipit.shell().in(), chosen, null));
    } else {
      Path path = pipit.shell().resolve(Path.of(file));
      try (InputStream in = Files.newInputStream(path)) {
        result =
            run(
                node,
                loaded,
                new Import.Source(in, chosen, path.toAbsolutePath().resolveSibling("")));
      } catch (IOException e) {
        throw new CliException(
            ErrorCode.BACKUP, "the import ended early: " + FileFault.describe(e), e);
      }
    }
    pipit.print(
        Map.of("added", result.added(), "same", result.same(), "refused", result.refused()),
        result.added()
            + " added, "
            + result.same()
            + " there already, "
            + result.refused()
            + " refused");
    if (result.refused() > 0) {
      throw new CliException(
          ErrorCode.NOT_ALL_IMPORTED,
          result.refused() + " of " + file + " were refused, see above; all others are imported");
    }
    return ErrorCode.Exit.DONE;
  }

  private Import.Result run(LocalNode node, Loaded loaded, Import.Source source)
      throws CliException, ConfigurationException {
    try (DataFolder folder = node.holdAlone()) {
      String domain = StoreDomain.find(folder.root(), loaded);
      StoreDomain.keep(folder.root(), domain);
      return Import.run(
          folder.log(),
          domain,
          source,
          limits(loaded.configuration().quotas()),
          (place, reason) -> pipit.shell().err().println("refused: " + place + ": " + reason));
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.BACKUP, "the import ended early: " + FileFault.describe(e), e);
    }
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
