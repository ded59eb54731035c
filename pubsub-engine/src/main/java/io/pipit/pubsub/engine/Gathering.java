package io.pipit.pubsub.engine;

import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.RetrievedItem;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Retrieves items by a collection (XEP-0248 6.2): asks the directory for its leaves and each of
 * them for its items, until the answer is as large as one may be. A leaf that the requester may not
 * read is left out, since each judges for itself.
 */
final class Gathering implements Course {

  private final NodeCommand.RetrieveItems request;
  private final ServiceLimits limits;
  private final Deque<String> leaves = new ArrayDeque<>();
  private final List<Response.Items> gathered = new ArrayList<>();
  private Command command;
  private int items;
  private long bytes;

  Gathering(NodeCommand.RetrieveItems request, ServiceLimits limits) {
    this.request = request;
    this.limits = limits;
    this.command = new ServiceCommand.ListLeaves(request.requester(), request.node());
  }

  @Override
  public Command command() {
    return command;
  }

  @Override
  public Optional<Response> take(Response response) {
    if (response instanceof Response.Leaves found) {
      leaves.addAll(found.names());
    } else if (response instanceof Response.Items found) {
      add(found);
    } else if (command instanceof ServiceCommand) {
      return Optional.of(response);
    }
    String leaf = leaves.poll();
    if (leaf == null || items >= limits.answerItems() || bytes >= limits.answerBytes()) {
      return Optional.of(new Response.CollectionItems(gathered));
    }
    int room = limits.answerItems() - items;
    Integer wanted = request.maxItems();
    command =
        new NodeCommand.RetrieveItems(
            request.requester(),
            leaf,
            null,
            List.of(),
            wanted == null ? room : Math.min(room, wanted),
            null,
            request.order());
    return Optional.empty();
  }

  private void add(Response.Items found) {
    if (!found.items().entries().isEmpty()) {
      gathered.add(found);
    }
    for (RetrievedItem retrieved : found.items().entries()) {
      items++;
      bytes += retrieved.item().payloadBytes();
    }
  }
}
