package io.pipit.pubsub.engine;

import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.notify.Notification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision comes to. The changes are logged and applied in order; when they are durable the
 * response leaves, and after it the notifications and announcements.
 *
 * @param claim the subscriptions that it adds, to be {@link SubscriptionLedger#take taken} first;
 *     null for none
 * @param announcements what doors are told
 */
public record Outcome(
    Response response,
    List<Change> changes,
    List<Notification> notifications,
    @Nullable SubscriptionClaim claim,
    List<Announcement> announcements) {

  public Outcome {
    changes = List.copyOf(changes);
    notifications = List.copyOf(notifications);
    announcements = List.copyOf(announcements);
  }

  /** An outcome that no door is told of. */
  public Outcome(
      Response response,
      List<Change> changes,
      List<Notification> notifications,
      @Nullable SubscriptionClaim claim) {
    this(response, changes, notifications, claim, List.of());
  }

  /** An outcome that adds no subscriptions, and that no door is told of. */
  public Outcome(Response response, List<Change> changes, List<Notification> notifications) {
    this(response, changes, notifications, null);
  }

  /** The same change and answer, told otherwise. */
  public Outcome telling(List<Notification> others) {
    return new Outcome(response, changes, others, claim, announcements);
  }

  /** This one, and what changes and is told by another one. */
  Outcome and(Outcome other) {
    Draft both = new Draft();
    both.add(this);
    both.add(other);
    return both.reply(response);
  }

  static Outcome reply(Response response) {
    return new Outcome(response, List.of(), List.of());
  }

  static Outcome refusal(PubsubError error) {
    return reply(Response.Refusal.of(error));
  }
}
