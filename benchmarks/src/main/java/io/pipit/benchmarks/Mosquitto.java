package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Mosquitto, for anybody, with nothing stored. */
final class Mosquitto extends Peer {

  static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  Mosquitto() throws IOException {
    super("mosquitto");
  }

  @Override
  List<String> command() {
    return List.of(PROGRAM.toString(), "-c", "mosquitto.conf");
  }

  @Override
  Map<String, String> files() {
    return Map.of(
        "mosquitto.conf",
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence false
        set_tcp_nodelay true
        max_inflight_messages 0
        max_queued_messages 0
        log_dest stderr
        log_type error
        """
            .formatted(address().getPort()));
  }
}
