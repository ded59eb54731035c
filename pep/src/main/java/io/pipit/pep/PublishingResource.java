package io.pipit.pep;

import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.ItemsPublished;
import io.pipit.pubsub.notify.Notification.ItemsPublishedWithBody;
import io.pipit.pubsub.notify.Notification.ItemsShared;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
      if (notification instanceof ItemsPublished event) {
        split(event.recipients(), event::to, all);
      } else if (notification instanceof ItemsPublishedWithBody body) {
        split(body.recipients(), body::to, all);
      } else if (notification instanceof ItemsShared shared) {
        // All are of one account: no offer becomes two.
        all.add(new ItemsShared(shared.subscribed(), shared.group(), named(shared.offers())));
      } else {
        all.add(notification); // items that had to go, as they are told to all
      }
    }
    return all;
  }

  /** An event for some of its recipients. */
  @FunctionalInterface
  private interface Event {
    Notification to(List<Jid> recipients, @Nullable FullJid replyTo);
  }

  private void split(List<Jid> recipients, Event event, List<Notification> all) {
    List<Jid> others = others(recipients);
    if (others.size() == recipients.size()) {
      all.add(event.to(recipients, null));
    } else if (others.isEmpty()) {
      all.add(event.to(recipients, resource));
    } else {
      Set<Jid> apart = new HashSet<>(others);
      List<Jid> seeing = recipients.stream().filter(jid -> !apart.contains(jid)).toList();
      all.add(event.to(seeing, resource));
      all.add(event.to(others, null));
    }
  }

  /** Those that do not see the presence of the account; nobody, as a rule. */
  private List<Jid> others(List<Jid> recipients) {
    List<Jid> others = new ArrayList<>(0);
    BareJid judged = null;
    boolean sees = false;
    for (Jid recipient : recipients) {
      BareJid entity = recipient.bare();
      if (!entity.equals(judged)) {
        judged = entity;
        sees = seesPresence.test(entity);
      }
      if (!sees) {
        others.add(recipient);
      }
    }
    return others;
  }
}
