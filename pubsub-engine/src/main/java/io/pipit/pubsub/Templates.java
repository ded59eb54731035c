package io.pipit.pubsub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which template a node has that comes with the first publish to it: the one whose filter begins
 * with the most levels that are no wildcards, and of those the first. A node that none fits does
 * not come by itself. Immutable; any thread.
 */
public final class Templates {

  /** Every node comes with the defaults of its service. */
  public static final Templates EVERYTHING = new Templates(List.of(), true);

  private static final ServiceLimits ANY =
      new ServiceLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  private final List<Template> templates;
  private final boolean everything;

  private Templates(List<Template> templates, boolean everything) {
    this.templates = templates;
    this.everything = everything;
  }

  /**
   * The templates in the order of who wrote them; none for no nodes at all.
   *
   * @throws IllegalArgumentException when a field of one is unknown or has a value that it cannot
   *     have
   */
  public static Templates of(List<Template> templates) {
    for (Template template : templates) {
      for (String field : template.fields().keySet()) {
        if (NodeConfigFields.named(field).isEmpty()) {
          throw new IllegalArgumentException("nodes have no field " + field);
        }
      }
      applied(template, NodeConfig.INITIAL);
    }
    List<Template> sorted = new ArrayList<>(templates);
    sorted.sort(
        Comparator.comparingInt((Template template) -> template.filter().literalLevels())
            .reversed());
    return new Templates(List.copyOf(sorted), false);
  }

  /**
   * How a new node is configured.
   *
   * @param defaults of the service
   * @return empty when it does not come by itself
   */
  public Optional<NodeConfig> of(String node, NodeConfig defaults) {
    if (everything) {
      return Optional.of(defaults);
    }
    return templates.stream()
        .filter(template -> template.filter().matches(node))
        .findFirst()
        .map(template -> applied(template, defaults));
  }

  /**
   * How a new node is configured by the template of that name, whatever its own name is.
   *
   * @return empty when there is no such template
   */
  public Optional<NodeConfig> named(String name, NodeConfig defaults) {
    return templates.stream()
        .filter(template -> template.name().equals(name))
        .findFirst()
        .map(template -> applied(template, defaults));
  }

  /** What a service makes of a value is bounded where it is used. */
  private static NodeConfig applied(Template template, NodeConfig defaults) {
    Submission<NodeConfig> submission = defaults.submit(template.fields(), ANY);
    if (submission instanceof Submission.Accepted<NodeConfig> accepted) {
      return accepted.values();
    }
    Submission.Refused<NodeConfig> refused = (Submission.Refused<NodeConfig>) submission;
    throw new IllegalArgumentException(
        "template " + template.name() + " has a wrong " + refused.detail());
  }
}
