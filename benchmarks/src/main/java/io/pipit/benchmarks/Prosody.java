package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prosody without limits, with its internal storage. Only administrators create nodes at its pubsub
 * component, so all accounts that publish are.
 */
final class Prosody extends Peer {

  static final Path PROGRAM = Path.of("/usr/bin/prosody");
  private final int publishers;

  Prosody(int publishers) throws IOException {
    super("prosody");
    this.publishers = publishers;
  }

  @Override
  List<String> command() {
    return List.of(
        PROGRAM.toString(), "--config", folder().resolve("prosody.cfg.lua").toString(), "-F");
  }

  @Override
  Map<String, String> files() {
    return Map.of(
        "prosody.cfg.lua",
        """
        run_as_root = true
        pidfile = "%1$s/prosody.pid"
        data_path = "%1$s"
        certificates = "%1$s"
        log = { error = "%1$s/prosody.log" }
        interfaces = { "127.0.0.1" }
        c2s_ports = { %2$d }
        s2s_ports = {}
        modules_enabled = { "roster", "saslauth", "disco", "posix", "pep", "register_ibr" }
        modules_disabled = { "s2s", "offline", "tls" }
        allow_registration = true
        c2s_require_encryption = false
        allow_unencrypted_plain_auth = true
        authentication = "internal_hashed"
        password_hash = "SHA-256"
        storage = "internal"
        admins = { %3$s }
        VirtualHost "%4$s"
        Component "%5$s" "pubsub"
        """
            .formatted(
                folder(),
                address().getPort(),
                IntStream.range(0, publishers)
                    .mapToObj(i -> "\"u" + i + "@" + DOMAIN + "\"")
                    .collect(Collectors.joining(", ")),
                DOMAIN,
                SERVICE));
  }
}
