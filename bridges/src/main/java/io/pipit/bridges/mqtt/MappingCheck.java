package io.pipit.bridges.mqtt;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says what is wrong with the mappings of a bridge. Confined to its caller. */
final class MappingCheck {

  private static final String FILTER =
      "write levels parted by '/', '+' for any one level and '#' for all that follow, as the last"
          + " level; at most 16 levels";

  private final BridgeOptions options;
  private final TopicTemplate.Place place;
  private final List<BridgeProblem> problems;

  MappingCheck(BridgeOptions options, TopicTemplate.Place place, List<BridgeProblem> problems) {
    this.options = options;
    this.place = place;
    this.problems = problems;
  }

  void all() {
    List<Optional<TopicFilter>> subscribed = new ArrayList<>();
    for (int i = 0; i < options.subscribe().size(); i++) {
      String path = "subscribe[" + i + "].";
      Optional<TopicFilter> filter = subscribe(path, options.subscribe().get(i));
      filter.ifPresent(wanted -> hidden(path, wanted, subscribed));
      subscribed.add(filter);
    }
    for (int i = 0; i < options.publish().size(); i++) {
      publish("publish[" + i + "].", options.publish().get(i), subscribed);
    }
    for (int i = 0; i < options.presence().size(); i++) {
      presence("presence[" + i + "].", options.presence().get(i));
    }
  }

  private Optional<TopicFilter> subscribe(String path, SubscribeMapping mapping) {
    Optional<TopicFilter> filter = filter(path + "filter", mapping.filter());
    filter
        .flatMap(wanted -> template(path + "node", mapping.node(), wanted))
        .filter(TopicTemplate::isConstant)
        .flatMap(template -> template.render(TopicTemplate.NOTHING))
        .filter(node -> !TopicRules.isNode(node))
        .ifPresent(node -> wrong(path + "node", "'" + node + "' is no node", TopicRules.NODE));
    BridgeCheck.qos(path + "qos", mapping.qos(), problems);
    String group = mapping.group();
    if (group != null && (group.isEmpty() || !TopicRules.isTopic(group) || group.contains("/"))) {
      wrong(path + "group", "'" + group + "' is no group", "use one level without + and #");
    }
    if (ItemIds.parse(mapping.id()).isEmpty()) {
      wrong(
          path + "id",
          "'" + mapping.id() + "' does not say where ids come from",
          "use auto, property:NAME, json:/pointer or current");
    }
    String template = mapping.template();
    if (template != null && template.isBlank()) {
      wrong(path + "create.template", "it is empty", "name a template of pubsub.templates");
    }
    String publishAs = mapping.publishAs();
    if (publishAs != null
        && Jid.parse(publishAs)
            .filter(BareJid.class::isInstance)
            .filter(jid -> !((BareJid) jid).local().isEmpty())
            .isEmpty()) {
      wrong(
          path + "publish_as",
          "'" + publishAs + "' is no account",
          "write a bare JID, as bridge@example.org");
    }
    return filter;
  }

  /** An entry behind one that has all of its messages is never reached. */
  private void hidden(String path, TopicFilter filter, List<Optional<TopicFilter>> before) {
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).filter(earlier -> earlier.covers(filter)).isPresent()) {
        wrong(
            path + "filter",
            "'"
                + filter
                + "' matches nothing that '"
                + before.get(i).get()
                + "' of subscribe["
                + i
                + "] does not, and the first entry that matches has the message",
            "put the narrower filter first, or leave one of them out");
        return;
      }
    }
  }

  private void publish(
      String path, PublishMapping mapping, List<Optional<TopicFilter>> subscribed) {
    if (mapping.nodes().isEmpty()) {
      wrong(path + "nodes", "there is no filter", "name nodes, as commands/plant-a/#");
    }
    BridgeCheck.qos(path + "qos", mapping.qos(), problems);
    Set<String> told = new HashSet<>();
    for (int i = 0; i < mapping.nodes().size(); i++) {
      Optional<TopicFilter> nodes = filter(path + "nodes[" + i + "]", mapping.nodes().get(i));
      Optional<TopicTemplate> topic =
          nodes.flatMap(filter -> template(path + "topic", mapping.topic(), filter, told));
      topic
          .filter(template -> template.isConstant() && told.isEmpty())
          .flatMap(template -> template.render(TopicTemplate.NOTHING))
          .filter(name -> !TopicRules.isTopic(name) && told.add(name))
          .ifPresent(name -> wrong(path + "topic", "'" + name + "' is no topic", TopicRules.TOPIC));
      topic.ifPresent(
          template -> loop(path + "topic", template.reach(nodes.orElseThrow()), subscribed, told));
    }
  }

  /** MQTT 3.1.1 sends a client what it published itself: without an end, if that is an item. */
  private void loop(
      String path, TopicFilter reach, List<Optional<TopicFilter>> subscribed, Set<String> told) {
    if (options.version() == ProtocolVersion.V5 || options.loopGuard() == LoopGuard.HASH) {
      return;
    }
    for (int i = 0; i < subscribed.size(); i++) {
      Optional<TopicFilter> filter = subscribed.get(i).filter(reach::intersects);
      String message =
          "topics of '"
              + reach
              + "' come back by '"
              + filter.map(TopicFilter::text).orElse("")
              + "' of subscribe["
              + i
              + "] on MQTT 3.1.1, round and round";
      if (filter.isPresent() && told.add(message)) {
        wrong(
            path,
            message,
            "publish to other topics, use version 5, or set loop_guard: hash, which drops one echo"
                + " of each message");
      }
    }
  }

  private void presence(String path, PresenceMapping mapping) {
    Optional<TopicFilter> filter = filter(path + "filter", mapping.filter());
    filter
        .flatMap(wanted -> template(path + "device", mapping.device(), wanted))
        .filter(template -> !template.isOneLevel())
        .ifPresent(
            template ->
                wrong(
                    path + "device",
                    "'" + mapping.device() + "' may have several levels",
                    "make the name of a device of one level, as {2}"));
    if (mapping.available().isEmpty()) {
      wrong(path + "available", "there is no text", "name the texts of devices that are there");
    }
    Set<String> seen = new HashSet<>();
    Stream.of(mapping.available(), mapping.unavailable(), mapping.away())
        .flatMap(words -> new HashSet<>(words).stream())
        .filter(word -> !seen.add(word))
        .forEach(
            word ->
                wrong(
                    path + "available",
                    "'" + word + "' is in more than one of available, unavailable and away",
                    "leave it in one"));
  }

  private Optional<TopicFilter> filter(String path, String text) {
    Optional<TopicFilter> filter = TopicFilter.parse(text);
    if (filter.isEmpty()) {
      wrong(path, "'" + text + "' is no filter", FILTER);
      return filter;
    }
    if (text.startsWith("$share/")) {
      wrong(path, "'" + text + "' is a shared subscription", "write its group as the key group");
      return Optional.empty();
    }
    return filter;
  }

  private Optional<TopicTemplate> template(String path, String text, TopicFilter filter) {
    return template(path, text, filter, new HashSet<>());
  }

  /**
   * @param told what is told once for all filters of an entry
   */
  private Optional<TopicTemplate> template(
      String path, String text, TopicFilter filter, Set<String> told) {
    TopicTemplate.Parsed parsed =
        text.isEmpty()
            ? new TopicTemplate.Parsed.Invalid("it is empty", "write a name, as {topic}")
            : TopicTemplate.parse(text, filter, place);
    if (parsed instanceof TopicTemplate.Parsed.Invalid invalid) {
      if (told.add(invalid.message())) {
        wrong(path, invalid.message(), invalid.remedy());
      }
      return Optional.empty();
    }
    return Optional.of(((TopicTemplate.Parsed.Valid) parsed).template());
  }

  private void wrong(String path, String message, String remedy) {
    problems.add(new BridgeProblem(path, message, remedy));
  }
}
