package io.pipit.broker.routing;

import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.StanzaError;
import java.util.function.Consumer;

/**
 * An iq get or set that this node has to answer, exactly once.
 *
 * <p>Confined to the owner that handles it: the requester's stream for the server's own modules,
 * the account's shard for account modules. The way back, including the wait for durability, is the
 * {@link Answers} it was given.
 */
public final class IqRequest {

  private final Iq iq;
  private final Jid requester;
  private final Answers answers;

  public IqRequest(Iq iq, Jid requester, Answers answers) {
    this.iq = iq;
    this.requester = requester;
    this.answers = answers;
  }

  /**
   * A request to an account: its answer leaves when all that the account's shard has decided until
   * then is durable.
   *
   * @param way to the requester
   */
  public static IqRequest toAccount(Iq iq, Jid requester, EntityShard shard, Consumer<Iq> way) {
    return new IqRequest(
        iq,
        requester,
        new Answers() {
          @Override
          public void answer(Iq answer) {
            shard.release(
                () -> way.accept(answer), () -> way.accept(iq.errorReply(shard.refusal())));
          }

          @Override
          public void released(Iq answer) {
            way.accept(answer);
          }
        });
  }

  public Iq iq() {
    return iq;
  }

  /** Who asks: the full JID of a client stream of this node. */
  public Jid requester() {
    return requester;
  }

  /** The one child element. */
  public Element payload() {
    return iq.payload().orElseThrow();
  }

  /** Answers with an empty result. */
  public void succeed() {
    answers.answer(iq.result());
  }

  /** Answers with a result. */
  public void succeed(Element payload) {
    answers.answer(iq.result(payload));
  }

  /** Answers with a result or an error that was made elsewhere. */
  public void answer(Iq answer) {
    answers.answer(answer);
  }

  /**
   * Answers with what has waited for durability already. It must not wait again: behind what was
   * decided since, it would come after the events of its own request (XEP-0060 7.1.2).
   */
  public void answerReleased(Iq answer) {
    answers.released(answer);
  }

  public void refuse(StanzaError error) {
    answers.answer(iq.errorReply(error));
  }

  public void refuse(StanzaError.Condition condition) {
    refuse(StanzaError.of(condition));
  }

  /** The way back to the requester. */
  @FunctionalInterface
  public interface Answers {
    void answer(Iq answer);

    /** The same for an answer that may leave at once. */
    default void released(Iq answer) {
      answer(answer);
    }
  }
}
