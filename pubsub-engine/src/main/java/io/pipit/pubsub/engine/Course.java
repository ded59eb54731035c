package io.pipit.pubsub.engine;

import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.Command;
import java.util.Optional;

/**
 * The commands that a request comes to, each decided by its owner when what came of the one before
 * is known. Handed from owner to owner with the request; nothing else uses it.
 */
public interface Course {

  /** The command to be decided now. */
  Command command();

  /**
   * Takes what came of the command.
   *
   * @return the answer to the request; empty when there is another command
   */
  Optional<Response> take(Response response);

  /** One command, and its answer. */
  record Single(Command command) implements Course {
    @Override
    public Optional<Response> take(Response response) {
      return Optional.of(response);
    }
  }
}
