package io.pipit.pubsub.engine;

import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.Command;
import java.util.List;
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

  /** Commands in order until one is refused; the last answer is the answer. */
  final class Sequence implements Course {

    private final List<Command> commands;
    private int at;

    Sequence(Command... commands) {
      this.commands = List.of(commands);
    }

    @Override
    public Command command() {
      return commands.get(at);
    }

    @Override
    public Optional<Response> take(Response response) {
      at++;
      return response instanceof Response.Refusal || at == commands.size()
          ? Optional.of(response)
          : Optional.empty();
    }
  }
}
