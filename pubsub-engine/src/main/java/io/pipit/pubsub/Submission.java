package io.pipit.pubsub;

/**
 * The outcome of reading a submitted form.
 *
 * @param <S> the kind of form
 */
public sealed interface Submission<S extends OptionValues<S>> {

  /** All fields fit; those that were left out keep their value (XEP-0060 8.2.4). */
  record Accepted<S extends OptionValues<S>>(S values) implements Submission<S> {}

  /**
   * One field did not fit, so nothing changes.
   *
   * @param detail for a person
   */
  record Refused<S extends OptionValues<S>>(PubsubError error, String detail)
      implements Submission<S> {}
}
