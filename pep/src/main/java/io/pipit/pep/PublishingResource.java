package io.pipit.pep;

import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.ItemsPublished;
import io.pipit.pubsub.notify.Notification.ItemsPublishedWithBody;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The resource of an account that published, as the events of the publish name it to those who see
 * the account's presence, and to nobody else (XEP-0163 4.3.1). Confined to its caller.
 *
 * @param resource of the account whose nodes they are, and available, so that its contacts know it
 * @param seesPresence who has a presence subscription to the account; the account itself is asked
 *     about too
 */
public record PublishingResource(FullJid resource, Predicate<BareJid> seesPresence) {

  /** What a publish of the resource tells, each event for both kinds of recipients. */
  public List<Notification> named(List<Notification> told) {
    List<Notification> all = new ArrayList<>(told.size() + 1);
    for (Notification notification : told) {
      Map<Boolean, List<Jid>> bySight =
          notification.recipients().stream()
              .collect(Collectors.partitioningBy(jid -> seesPresence.test(jid.bare())));
      add(notification, bySight.getOrDefault(true, List.of()), resource, all);
      add(notification, bySight.getOrDefault(false, List.of()), null, all);
    }
    return all;
  }

  private static void add(
      Notification notification,
      List<Jid> recipients,
      @Nullable FullJid replyTo,
      List<Notification> all) {
    if (notification instanceof ItemsPublished event) {
      if (!recipients.isEmpty()) {
        all.add(event.to(recipients, replyTo));
      }
    } else if (notification instanceof ItemsPublishedWithBody body) {
      if (!recipients.isEmpty()) {
        all.add(
            new ItemsPublishedWithBody(body.event().to(recipients, replyTo), body.stylesheet()));
      }
    } else if (replyTo == null) {
      all.add(notification); // items that had to go, as they are told to all
    }
  }
}
