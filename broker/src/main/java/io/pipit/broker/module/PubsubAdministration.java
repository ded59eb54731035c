package io.pipit.broker.module;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.NodeAdministration;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.TypeFilter;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operator's way to the nodes: the same commands as every client's, under the address of the
 * service. Any thread.
 */
public final class PubsubAdministration implements NodeAdministration {

  private final PubsubService service;
  private final Shards shards;
  private final Supplier<BareJid> ownerOfNewNodes;
  private final StoreRefusal store;

  /**
   * @param ownerOfNewNodes who becomes the owner of what is created here
   */
  public PubsubAdministration(
      PubsubService service, Shards shards, Supplier<BareJid> ownerOfNewNodes, StoreRefusal store) {
    this.service = service;
    this.shards = shards;
    this.ownerOfNewNodes = ownerOfNewNodes;
    this.store = store;
  }

  @Override
  public Future<List<String>> list(String after, int limit) {
    ResultSet.Request page =
        after.isEmpty() ? ResultSet.Request.first(limit) : ResultSet.Request.after(after, limit);
    return submit(
            new ServiceCommand.DiscoverNodes(service.address(), page, TypeFilter.NONE),
            "the list of nodes")
        .map(
            answer ->
                answer instanceof Answer.Done<Response> done
                        && done.value() instanceof Response.ServiceItems items
                    ? items.nodes().entries().stream().map(Response.NamedNode::node).toList()
                    : List.of());
  }

  @Override
  public Future<Answer<NodeInfo>> info(String node) {
    Promise<Answer<NodeInfo>> told = Promise.promise();
    EntityShard shard = shards.ofNode(service.address(), node);
    Supplier<Answer<NodeInfo>> asking =
        () -> {
          Optional<NodeState> found = shard.nodes(service.address()).node(node);
          return found.isPresent()
              ? Answer.done(infoOf(found.get()))
              : Answer.refused(ErrorCode.NO_SUCH_NODE, "there is no node '" + node + "'");
        };
    shard.execute(
        () ->
            service.whenHere(
                service.address(),
                node,
                shard,
                asking,
                info ->
                    shard.release(
                        () -> told.complete(info),
                        () -> told.fail("the store of the node has failed")),
                unreadable -> told.fail("the store of the node cannot be read")));
    return told.future();
  }

  private static NodeInfo infoOf(NodeState node) {
    Map<String, List<String>> configuration = new LinkedHashMap<>();
    NodeConfig config = node.config();
    for (OptionField<?> field : config.shown()) {
      configuration.put(field.name(), config.print(field));
    }
    return new NodeInfo(
        node.name(),
        config.type().wire(),
        node.owners().stream().map(BareJid::toString).toList(),
        node.items().size(),
        node.subscriptionCount(),
        configuration);
  }

  @Override
  public Future<Answer<String>> create(
      @Nullable String node, Map<String, List<String>> configuration) {
    String what = node == null ? "the new node" : "the node '" + node + "'";
    return submit(new ServiceCommand.CreateNode(ownerOfNewNodes.get(), node, configuration), what)
        .map(
            answer -> {
              if (answer instanceof Answer.Done<Response> done
                  && done.value() instanceof Response.Created created) {
                return Answer.done(created.node());
              }
              return refusal(answer);
            });
  }

  @Override
  public Future<Answer<NodeInfo>> configure(String node, Map<String, List<String>> configuration) {
    return submit(
            new NodeCommand.Configure(service.address(), node, configuration),
            "the node '" + node + "'")
        .compose(
            answer ->
                answer instanceof Answer.Done
                    ? info(node)
                    : Future.succeededFuture(refusal(answer)));
  }

  @Override
  public Future<Answer<String>> delete(String node) {
    return submit(
            new NodeCommand.DeleteNode(service.address(), node, null), "the node '" + node + "'")
        .map(answer -> answer instanceof Answer.Done ? Answer.done(node) : refusal(answer));
  }

  private static <T> Answer<T> refusal(Answer<Response> answer) {
    if (answer instanceof Answer.Refused<Response> refused) {
      return Answer.refused(refused.code(), refused.reason());
    }
    throw new AssertionError(answer);
  }

  private Future<Answer<Response>> submit(Command command, String what) {
    Promise<Answer<Response>> told = Promise.promise();
    service.submit(
        command,
        new Requester() {
          @Override
          public void decided(Response response) {
            told.complete(
                response instanceof Response.Refusal refusal
                    ? refusal(refusal.error().toStanzaError(), refusal.detail(), what)
                    : Answer.done(response));
          }

          @Override
          public void refused(StanzaError error) {
            told.complete(refusal(error, error.text(), what));
          }
        });
    return told.future();
  }

  private Answer<Response> refusal(StanzaError error, @Nullable String detail, String what) {
    String why = detail == null ? error.condition().wire() : detail;
    return switch (error.condition()) {
      case ITEM_NOT_FOUND -> Answer.refused(ErrorCode.NO_SUCH_NODE, what + " does not exist");
      case CONFLICT -> Answer.refused(ErrorCode.CONFLICT, what + " exists already");
      case RESOURCE_CONSTRAINT ->
          Answer.refused(ErrorCode.UNAVAILABLE, what + ": " + store.reason());
      default -> Answer.refused(ErrorCode.REFUSED, what + " was refused: " + why);
    };
  }
}
