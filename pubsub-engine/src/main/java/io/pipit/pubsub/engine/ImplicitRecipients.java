package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins those who get an event by presence with those who subscribed. Confined to one decision. */
final class ImplicitRecipients {

  private final NodeAccess node;
  private final Context context;
  private final List<Jid> resources = new ArrayList<>();
  private @Nullable BareJid judged;
  private boolean allowed;

  private ImplicitRecipients(NodeAccess node, Context context) {
    this.node = node;
    this.context = context;
  }

  /**
   * @param subscribed whom the event goes to by subscription
   * @return these alone, the same, when nobody gets it by presence
   */
  static Audience join(Audience subscribed, String name, NodeAccess node, Context context) {
    return context.implicitSubscribers() == ImplicitSubscribers.NONE
        ? subscribed
        : subscribed.with(resources(name, node, context));
  }

  /** The resources that get the events of a node by presence, when access is judged so. */
  static List<Jid> resources(String name, NodeAccess node, Context context) {
    ImplicitRecipients implicit = new ImplicitRecipients(node, context);
    context.implicitSubscribers().of(name, implicit::found);
    return implicit.resources;
  }

  private void found(FullJid resource) {
    if (!resource.bare().equals(judged)) {
      judged = resource.bare();
      allowed = Access.decide(resource.bare(), Action.RECEIVE, node, context).isEmpty();
    }
    if (allowed) {
      resources.add(resource);
    }
  }
}
