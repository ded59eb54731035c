package io.pipit.pubsub;

import java.util.List;
import java.util.Map;

/**
 * How nodes are configured that come with the first publish to them.
 *
 * @param name of the template, not empty
 * @param filter of the names of its nodes
 * @param fields of a node's form that differ from the defaults of the service
 */
public record Template(String name, NodeFilter filter, Map<String, List<String>> fields) {
  public Template {
    fields = Map.copyOf(fields);
  }
}
