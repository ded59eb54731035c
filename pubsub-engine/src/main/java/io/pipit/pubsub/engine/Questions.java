package io.pipit.pubsub.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks the owners about requests to subscribe that came too soon after others (8.6). */
final class Questions implements Timed {

  @Override
  public @Nullable Instant nextDue(NodeState node) {
    return node.questionDue();
  }

  @Override
  public void run(NodeScope scope, Draft draft) {
    Authorizing authorizing = new Authorizing(scope);
    scope
        .node()
        .dueQuestions(scope.now(), MOST)
        .forEach(pending -> authorizing.ask(pending, scope.now(), draft));
  }
}
