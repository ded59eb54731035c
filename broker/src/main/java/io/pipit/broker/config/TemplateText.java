package io.pipit.broker.config;

import io.pipit.broker.config.Problem.Parsed;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.Template;
import io.pipit.pubsub.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes templates of nodes, as {@code [NAME=]FILTER FIELD=VALUE...}. Stateless. */
final class TemplateText {

  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_-]+)=(.+)");

  /** Of the fields of XEP-0060, which may be left out. */
  private static final String PREFIX = "pubsub#";

  private TemplateText() {}

  static Parsed<Template> parse(String text) {
    String[] words = text.strip().split("\\s+");
    Matcher named = NAMED.matcher(words[0]);
    boolean hasName = named.matches();
    String written = hasName ? named.group(2) : words[0];
    Optional<NodeFilter> filter = NodeFilter.read(written);
    if (filter.isEmpty()) {
      return wrong(text, "'" + written + "' is no filter");
    }
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals <= 0) {
        return wrong(text, "'" + words[i] + "' is not FIELD=VALUE");
      }
      String field = words[i].substring(0, equals);
      fields
          .computeIfAbsent(field.contains("#") ? field : PREFIX + field, first -> new ArrayList<>())
          .add(words[i].substring(equals + 1));
    }
    Template template = new Template(hasName ? named.group(1) : written, filter.get(), fields);
    try {
      Templates.of(List.of(template));
    } catch (IllegalArgumentException e) {
      return wrong(text, String.valueOf(e.getMessage()));
    }
    return Parsed.of(template);
  }

  private static Parsed<Template> wrong(String text, String why) {
    return Parsed.fault(
        "'" + text + "' is not [NAME=]FILTER FIELD=VALUE...: " + why, ErrorCode.CONFIG_VALUE);
  }

  static String write(Template template) {
    String filter = template.filter().text();
    StringBuilder text = new StringBuilder();
    if (!template.name().equals(filter)) {
      text.append(template.name()).append('=');
    }
    text.append(filter);
    new TreeMap<>(template.fields())
        .forEach(
            (field, values) ->
                values.forEach(value -> text.append(' ').append(field).append('=').append(value)));
    return text.toString();
  }
}
