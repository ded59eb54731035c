package io.pipit.pubsub.engine;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.pipit.pubsub.FieldStatistics;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of periods: what the numbers came to is published to the nodes of the roll-ups. */
final class RollUpTimes implements Timed {

  private static final double MOST_WHOLE = 1e15;

  @Override
  public @Nullable Instant nextDue(NodeState node) {
    RollUps rollUps = node.rollUps();
    return rollUps == null ? null : rollUps.nextEnd();
  }

  @Override
  public void run(NodeScope scope, Draft draft) {
    RollUps rollUps = scope.node().rollUps();
    if (rollUps != null) {
      int most = Math.min(MOST, scope.config().get(NodeConfigFields.ROLLUP_ITEMS));
      for (RollUpPeriod period : scope.config().rollUps()) {
        List<RollUps.Ended> ended = rollUps.ended(period, scope.now(), most);
        if (!ended.isEmpty()) {
          end(period, ended, scope, draft);
        }
      }
    }
  }

  private static void end(
      RollUpPeriod period, List<RollUps.Ended> ended, NodeScope scope, Draft draft) {
    NodeScope target = scope.sibling(period.nodeOf(scope.name())).orElse(null);
    if (target == null) {
      // The node was brought here without it: the next tick, which is due now, publishes.
      RollUpNodes.create(scope, period, scope.config(), draft);
      return;
    }
    publish(period, ended, target, draft);
    Instant last = ended.get(ended.size() - 1).begin();
    draft.change(new Change.RolledUp(scope.service(), scope.name(), period, period.end(last)));
  }

  private static void publish(
      RollUpPeriod period, List<RollUps.Ended> ended, NodeScope target, Draft draft) {
    List<PublishedItem> items = new ArrayList<>();
    for (RollUps.Ended each : ended) {
      String id = each.begin().toString();
      // It is there when the machine stopped between the two records.
      if (target.node().items().entry(id).isEmpty()) {
        items.add(new PublishedItem(id, XmlWriter.serialize(payload(period, each))));
      }
    }
    if (!items.isEmpty()) {
      new Publishing(target).publishOwn(items, draft);
    }
  }

  private static Element payload(RollUpPeriod period, RollUps.Ended ended) {
    StringBuilder json = new StringBuilder("{\"from\":\"").append(ended.begin());
    json.append("\",\"period\":\"").append(period.wire()).append("\",\"fields\":{");
    String before = "";
    for (FieldStatistics field : ended.fields()) {
      json.append(before).append('"');
      JsonStringEncoder.getInstance().quoteAsString(field.field(), json);
      json.append("\":{\"min\":").append(number(field.min()));
      json.append(",\"max\":").append(number(field.max()));
      json.append(",\"mean\":").append(number(field.mean()));
      json.append(",\"count\":").append(field.count()).append('}');
      before = ",";
    }
    return Element.builder("json", JsonNumbers.NAMESPACE)
        .text(json.append("}}").toString())
        .build();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
