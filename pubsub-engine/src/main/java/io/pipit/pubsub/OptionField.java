package io.pipit.pubsub;

import io.pipit.xmpp.DataForm;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One option of a node or of a subscription: how it is called, shown, read and written. Declared in
 * {@link NodeConfigFields} or {@link SubscriptionOptionFields}. Any thread.
 *
 * @param <T> immutable, with equals
 */
public final class OptionField<T> {

  /** What the names of our own fields begin with where people write them. */
  private static final String OWN = "pipit#";

  /** Reads the values of a field of a form; empty when they do not fit. */
  interface Parser<T> {
    Optional<T> parse(List<String> values, ServiceLimits limits);
  }

  private final int index;
  private final String name;
  private final String var;
  private final DataForm.FieldType type;
  private final String label;
  private final List<DataForm.Option> options;
  private final T initial;
  private final Parser<T> parser;
  private final Function<T, List<String>> printer;
  private final PubsubError refusal;

  OptionField(
      int index,
      String name,
      DataForm.FieldType type,
      String label,
      List<DataForm.Option> options,
      T initial,
      Parser<T> parser,
      Function<T, List<String>> printer,
      PubsubError refusal) {
    this.index = index;
    this.name = name;
    this.var =
        name.startsWith(OWN) ? "{" + PubsubNs.PIPIT + "}" + name.substring(OWN.length()) : name;
    this.type = type;
    this.label = label;
    this.options = options;
    this.initial = initial;
    this.parser = parser;
    this.printer = printer;
    this.refusal = refusal;
  }

  /** The name in a form: a registered one (XEP-0060 16.4), or ours (XEP-0068 3.4). */
  public String var() {
    return var;
  }

  /** The name where people write it and in the log: {@code pubsub#x}, or {@code pipit#x}. */
  public String name() {
    return name;
  }

  public DataForm.FieldType type() {
    return type;
  }

  public String label() {
    return label;
  }

  /** What the form offers; empty when the field is no list or its values are open. */
  public List<DataForm.Option> options() {
    return options;
  }

  /** The value of a field with the values of a form; empty when they are not acceptable. */
  public Optional<T> parse(List<String> values, ServiceLimits limits) {
    return parser.parse(values, limits);
  }

  /** The values as a form carries them. */
  public List<String> print(T value) {
    return printer.apply(value);
  }

  /** The error for values that do not parse. */
  PubsubError refusal() {
    return refusal;
  }

  int index() {
    return index;
  }

  /** The value when nobody ever said otherwise. */
  T initial() {
    return initial;
  }

  @Override
  public String toString() {
    return name;
  }
}
