package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * ejabberd without shapers, with accounts and items in Mnesia. It is started as its own script
 * starts it, but for the name of the Erlang node, which would need a daemon of its own.
 */
final class Ejabberd extends Peer {

  static final Path SCRIPT = Path.of("/usr/sbin/ejabberdctl");
  private static final String LIBRARIES = "ERL_LIBS='";

  Ejabberd() throws IOException {
    super("ejabberd");
  }

  @Override
  List<String> command() {
    return List.of(
        "/usr/bin/erl",
        "-noinput",
        "+K",
        "true",
        "+P",
        "250000",
        "-mnesia",
        "dir",
        "\"" + folder().resolve("mnesia") + "\"",
        "-s",
        "ejabberd");
  }

  @Override
  Map<String, String> environment() throws IOException {
    return Map.of(
        "EJABBERD_CONFIG_PATH",
        folder().resolve("ejabberd.yml").toString(),
        "EJABBERD_LOG_PATH",
        folder().resolve("ejabberd.log").toString(),
        "ERL_LIBS",
        libraries(),
        "ERL_MAX_PORTS",
        "32000",
        "ERL_CRASH_DUMP_BYTES",
        "0");
  }

  /** Where Debian has it depends on the processor. */
  private static String libraries() throws IOException {
    return Files.readAllLines(SCRIPT).stream()
        .filter(line -> line.startsWith(LIBRARIES))
        .map(line -> line.substring(LIBRARIES.length(), line.length() - 1))
        .findFirst()
        .orElseThrow(() -> new IOException(SCRIPT + " does not say where its libraries are"));
  }

  @Override
  Map<String, String> files() {
    return Map.of(
        "ejabberd.yml",
        """
        hosts: [%s]
        loglevel: error
        auth_method: internal
        registration_timeout: infinity
        acl:
          local:
            user_regexp: ""
        access_rules:
          local:
            allow: local
        listen:
          -
            port: %d
            ip: "127.0.0.1"
            module: ejabberd_c2s
            starttls: false
            backlog: 1000
            max_stanza_size: infinity
            shaper: none
            access: all
        modules:
          mod_caps: {}
          mod_disco: {}
          mod_register:
            access: all
            ip_access: all
          mod_roster: {}
          mod_pubsub:
            host: %s
            access_createnode: local
            ignore_pep_from_offline: true
            last_item_cache: false
            max_items_node: 1000
            plugins: [flat, pep]
        """
            .formatted(DOMAIN, address().getPort(), SERVICE));
  }
}
