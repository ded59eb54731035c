package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.RetrievedItem;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.StanzaError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the server reads at the nodes of an account for whoever may read it, by the rules of every
 * other request: rights, limits, durability.
 *
 * <p>Called in the account's shard; answers there, when what it tells is durable.
 */
final class AccountNodes {

  private final PubsubService pubsub;

  AccountNodes(PubsubService pubsub) {
    this.pubsub = pubsub;
  }

  /** What a node has. */
  sealed interface Result {

    /** The items, the oldest first unless they were named; none when there is no such node. */
    record Found(List<Item> items) implements Result {
      public Found {
        items = List.copyOf(items);
      }
    }

    /** The requester may not have them, or they cannot be told now. */
    record Refused(StanzaError error) implements Result {}
  }

  /**
   * Retrieves items, however many they are.
   *
   * @param requester whose right to read the node decides; the account itself may read all
   * @param ids the items wanted, empty for all
   */
  void items(
      Jid requester,
      BareJid account,
      String node,
      List<String> ids,
      EntityShard shard,
      Consumer<Result> told) {
    new Retrieval(requester, account, node, shard, told, ids).next(ids, FROM_THE_START);
  }

  private static final ResultSet.Request FROM_THE_START =
      ResultSet.Request.first(Integer.MAX_VALUE);

  /** Asks for one part after the other: no answer of a node is larger than its service allows. */
  private final class Retrieval {

    private final Jid requester;
    private final BareJid account;
    private final String node;
    private final EntityShard shard;
    private final Consumer<Result> told;
    private final boolean named;
    private final List<Item> found = new ArrayList<>();

    Retrieval(
        Jid requester,
        BareJid account,
        String node,
        EntityShard shard,
        Consumer<Result> told,
        List<String> ids) {
      this.requester = requester;
      this.account = account;
      this.node = node;
      this.shard = shard;
      this.told = told;
      this.named = !ids.isEmpty();
    }

    void next(List<String> left, ResultSet.Request page) {
      List<String> ids = left.subList(0, Math.min(left.size(), pubsub.limits().answerItems()));
      decide(
          account,
          new NodeCommand.RetrieveItems(requester, node, null, ids, null, page, List.of()),
          shard,
          response -> took((Response.Items) response, ids, left),
          refusal ->
              told.accept(
                  refusal.isNotFound()
                      ? new Result.Found(List.of())
                      : new Result.Refused(refusal.error())));
    }

    private void took(Response.Items response, List<String> asked, List<String> left) {
      List<RetrievedItem> part = response.items().entries();
      part.forEach(item -> found.add(item.item()));
      ResultSet set = response.items().set();
      if (named) {
        int answered =
            set == null || part.isEmpty()
                ? asked.size()
                : 1 + asked.indexOf(part.get(part.size() - 1).item().id());
        if (answered < left.size()) {
          next(left.subList(answered, left.size()), FROM_THE_START);
        } else {
          told.accept(new Result.Found(found));
        }
      } else {
        String last = set == null ? null : set.last();
        Integer index = set == null ? null : set.index();
        Integer count = set == null ? null : set.count();
        if (last != null && index != null && count != null && index + part.size() < count) {
          next(left, ResultSet.Request.after(last, Integer.MAX_VALUE));
        } else {
          told.accept(new Result.Found(found));
        }
      }
    }
  }

  /** Why nothing came of a command. */
  private record Refusal(StanzaError error, boolean isNotFound) {}

  private void decide(
      BareJid account,
      Command command,
      EntityShard shard,
      Consumer<Response> done,
      Consumer<Refusal> refused) {
    pubsub.decide(
        account,
        command,
        shard,
        new Requester() {
          @Override
          public void decided(Response response) {
            if (response instanceof Response.Refusal refusal) {
              refused.accept(
                  new Refusal(
                      refusal.error().toStanzaError(refusal.detail()),
                      refusal.error() == PubsubError.ITEM_NOT_FOUND));
            } else {
              done.accept(response);
            }
          }

          @Override
          public void refused(StanzaError error) {
            refused.accept(new Refusal(error, false));
          }
        });
  }
}
