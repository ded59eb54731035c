package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.devices.client.Payload;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "pub", description = "Publishes an item; prints its id when it is stored.")
final class PubCommand implements Callable<Integer> {

  /** What the payload is; {@code AUTO} looks at it. */
  enum Type {
    AUTO,
    JSON,
    TEXT,
    XML,
    BINARY;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final PipitCommand pipit;

  @Parameters(index = "0", paramLabel = "NODE", description = "The node to publish to.")
  private String node = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PAYLOAD",
      description = "The payload; without it, and without -f and -l, standard input.")
  private Optional<String> given = Optional.empty();

  @Option(names = "-f", paramLabel = "FILE", description = "Reads the payload from a file.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "-l", description = "Publishes one item per line of standard input.")
  private boolean lines;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--id", paramLabel = "ID", description = "Id of the item.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--type", paramLabel = "TYPE", description = "auto, json, text, xml or binary.")
  private Type type = Type.AUTO;

  PubCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException, IOException {
    if ((given.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0) + (lines ? 1 : 0) > 1) {
      throw new ParameterException(
          spec.commandLine(), "the payload comes from one of PAYLOAD, -f and -l");
    }
    if (id.isPresent() && lines) {
      throw new ParameterException(
          spec.commandLine(), "--id names one item; with -l each line is an item of its own");
    }
    boolean readsInput = given.isEmpty() && file.isEmpty();
    Optional<Payload> single = lines ? Optional.empty() : Optional.of(payload(bytes()));
    try (PubsubSession session = PubsubSession.open(pipit, readsInput)) {
      if (single.isPresent()) {
        publish(session, single.get());
      } else {
        BufferedReader input =
            new BufferedReader(new InputStreamReader(pipit.shell().in(), StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
          publish(session, payload(line.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
    return ErrorCode.Exit.DONE;
  }

  private void publish(PubsubSession session, Payload payload) throws CliException {
    String stored =
        session.await(
            Deed.PUBLISH,
            node,
            id.isPresent()
                ? session.pubsub().publish(node, id.get(), payload)
                : session.pubsub().publish(node, payload));
    pipit.print(Map.of("id", stored), stored);
  }

  private byte[] bytes() throws CliException, IOException {
    if (given.isPresent()) {
      return given.get().getBytes(StandardCharsets.UTF_8);
    }
    if (file.isEmpty()) {
      return pipit.shell().in().readAllBytes();
    }
    Path path = pipit.shell().resolve(file.get());
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.BAD_PAYLOAD, "the file " + path + " cannot be read: " + FileFault.reason(e), e);
    }
  }

  private Payload payload(byte[] bytes) throws CliException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return switch (type) {
      case AUTO -> Payload.detect(bytes);
      case TEXT -> Payload.text(text);
      case BINARY -> new Payload.Binary("application/octet-stream", bytes);
      case JSON -> {
        Optional<String> fault = Json.fault(text);
        if (fault.isPresent()) {
          throw bad("not JSON: " + fault.get());
        }
        yield Payload.json(text);
      }
      case XML -> xml(bytes);
    };
  }

  private static Payload xml(byte[] bytes) throws CliException {
    if (XmlDocument.read(bytes, XmlLimits.AFTER_AUTHENTICATION)
        instanceof XmlDocument.Parsed parsed) {
      if (parsed.root().namespace().isEmpty()) {
        throw bad("without a namespace: write <" + parsed.root().name() + " xmlns='urn:…'>");
      }
      return new Payload.Xml(parsed.root());
    }
    throw bad("not one XML element");
  }

  private static CliException bad(String fault) {
    return new CliException(
        ErrorCode.BAD_PAYLOAD,
        "the payload is " + fault + "; mend it, or publish it as it is with --type text");
  }
}
