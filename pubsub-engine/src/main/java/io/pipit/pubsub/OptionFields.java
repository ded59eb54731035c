package io.pipit.pubsub;

import io.pipit.pubsub.OptionField.Parser;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.DataForm.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of one kind of form, each declared once: what stands here is in the form, is accepted
 * in a submission and is stored; nothing else is. Any thread, once its fields are declared.
 */
public final class OptionFields {

  /** The most values of a field. */
  static final int VALUES = 100;

  private static final int TEXT_LENGTH = 1_023;

  private final String formType;
  private final PubsubError refusal;
  private final List<OptionField<?>> all = new ArrayList<>();
  private final Map<String, OptionField<?>> byName = new HashMap<>();

  /**
   * @param formType the {@code FORM_TYPE} of the form
   * @param refusal the error for values that do not fit, where a field has no other
   */
  OptionFields(String formType, PubsubError refusal) {
    this.formType = formType;
    this.refusal = refusal;
  }

  public String formType() {
    return formType;
  }

  PubsubError refusal() {
    return refusal;
  }

  /** Every field, in the order of the form. */
  public List<OptionField<?>> all() {
    return List.copyOf(all);
  }

  /** The field with that name or accepted spelling. */
  public Optional<OptionField<?>> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  OptionField<String> text(String name, String label) {
    return declare(
        name,
        FieldType.TEXT_SINGLE,
        label,
        "",
        (values, limits) -> one(values).filter(text -> text.length() <= TEXT_LENGTH),
        OptionFields::printText);
  }

  OptionField<Boolean> flag(String name, String label, boolean initial) {
    return declare(
        name,
        FieldType.BOOLEAN,
        label,
        initial,
        (values, limits) -> one(values).flatMap(DataForm::readBoolean),
        value -> List.of(value ? "1" : "0"));
  }

  <T> OptionField<T> choice(
      String name,
      String label,
      T initial,
      Function<String, Optional<T>> parse,
      Function<T, String> print,
      Option... options) {
    return declare(
        name,
        FieldType.LIST_SINGLE,
        label,
        List.of(options),
        initial,
        (values, limits) -> one(values).flatMap(parse),
        value -> List.of(print.apply(value)),
        refusal);
  }

  <T> OptionField<T> declare(
      String name,
      FieldType type,
      String label,
      T initial,
      Parser<T> parser,
      Function<T, List<String>> printer) {
    return declare(name, type, label, List.of(), initial, parser, printer, refusal);
  }

  /**
   * Declares a field.
   *
   * @param name behind {@code pubsub#}; or, for a field of ours, the whole name with {@code pipit#}
   */
  <T> OptionField<T> declare(
      String name,
      FieldType type,
      String label,
      List<Option> options,
      T initial,
      Parser<T> parser,
      Function<T, List<String>> printer,
      PubsubError error) {
    String full = name.indexOf('#') < 0 ? "pubsub#" + name : name;
    OptionField<T> field =
        new OptionField<>(all.size(), full, type, label, options, initial, parser, printer, error);
    all.add(field);
    byName.put(field.name(), field);
    byName.put(field.var(), field);
    return field;
  }

  /** Has a field read under another spelling too. */
  <T> OptionField<T> alsoCalled(String name, OptionField<T> field) {
    byName.put(name, field);
    return field;
  }

  /** The value of a field that has at most one; no value is the empty text. */
  static Optional<String> one(List<String> values) {
    return values.size() > 1
        ? Optional.empty()
        : Optional.of(values.isEmpty() ? "" : values.get(0));
  }

  static Optional<List<String>> texts(List<String> values) {
    boolean fit =
        values.size() <= VALUES && values.stream().allMatch(text -> text.length() <= TEXT_LENGTH);
    return fit ? Optional.of(List.copyOf(new LinkedHashSet<>(values))) : Optional.empty();
  }

  static List<String> printText(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }
}
