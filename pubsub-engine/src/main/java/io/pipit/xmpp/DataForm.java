package io.pipit.xmpp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data form (XEP-0004): questions, or the answers to them. Any thread.
 *
 * @param title null for none
 * @param instructions lines for a person
 */
public record DataForm(
    Type type, @Nullable String title, List<String> instructions, List<Field> fields) {

  /** The name of the field that says what a form is about (XEP-0068). */
  public static final String FORM_TYPE = "FORM_TYPE";

  /** Who says it to whom (XEP-0004 3.1). */
  public enum Type {
    FORM,
    SUBMIT,
    CANCEL,
    RESULT;

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
      return wire;
    }
  }

  /** What a field holds (XEP-0004 3.3). */
  public enum FieldType {
    BOOLEAN(false),
    FIXED(true),
    HIDDEN(true),
    JID_MULTI(true),
    JID_SINGLE(false),
    LIST_MULTI(true),
    LIST_SINGLE(false),
    TEXT_MULTI(true),
    TEXT_PRIVATE(false),
    TEXT_SINGLE(false);

    private final boolean several;
    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    FieldType(boolean several) {
      this.several = several;
    }

    /** Whether a field of this type may hold several values. */
    public boolean allowsSeveral() {
      return several;
    }

    public String wire() {
      return wire;
    }

    /** An unknown type counts as text-single (XEP-0004 3.2). */
    static FieldType read(String wire) {
      for (FieldType type : values()) {
        if (type.wire.equals(wire)) {
          return type;
        }
      }
      return TEXT_SINGLE;
    }
  }

  /** A value that may be chosen; the label is for a person, null for none. */
  public record Option(@Nullable String label, String value) {}

  /**
   * One field.
   *
   * @param var its name, empty for a fixed one
   * @param type null when it is not written, as in most submitted forms
   */
  public record Field(
      String var,
      @Nullable FieldType type,
      @Nullable String label,
      @Nullable String desc,
      boolean required,
      List<String> values,
      List<Option> options) {

    public Field {
      values = List.copyOf(values);
      options = List.copyOf(options);
    }

    /** A field with one value or several, as in a submitted form. */
    public static Field of(String var, String... values) {
      return new Field(var, null, null, null, false, List.of(values), List.of());
    }

    /** A typed field with a label. */
    public static Field of(FieldType type, String var, String label, String... values) {
      return new Field(var, type, label, null, false, List.of(values), List.of());
    }

    public Field withOptions(List<Option> choices) {
      return new Field(var, type, label, desc, required, values, choices);
    }

    /** The first value. */
    public Optional<String> value() {
      return values.stream().findFirst();
    }

    /** The value of a boolean field in any of its four spellings; empty for anything else. */
    public Optional<Boolean> asBoolean() {
      return values.size() == 1 ? readBoolean(values.get(0)) : Optional.empty();
    }
  }

  public DataForm {
    instructions = List.copyOf(instructions);
    fields = List.copyOf(fields);
  }

  /** Reads {@code 0}, {@code 1}, {@code false} or {@code true}. */
  public static Optional<Boolean> readBoolean(String text) {
    return switch (text) {
      case "1", "true" -> Optional.of(true);
      case "0", "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  public static Builder builder(Type type) {
    return new Builder(type);
  }

  /** The form among the children of an element, if it has one that can be read. */
  public static Optional<DataForm> find(Element parent) {
    return parent.child("x", Ns.DATA_FORMS).flatMap(DataForm::read);
  }

  /**
   * Reads an {@code <x xmlns='jabber:x:data'/>}.
   *
   * @return empty when it is not a form: another element, an unknown type, a field without name, a
   *     name twice, or several values where the type of the field allows one; the peer gets {@code
   *     bad-request}
   */
  public static Optional<DataForm> read(Element x) {
    if (!x.is("x", Ns.DATA_FORMS)) {
      return Optional.empty();
    }
    Type type = null;
    for (Type known : Type.values()) {
      if (known.wire().equals(x.attribute("type", ""))) {
        type = known;
      }
    }
    if (type == null) {
      return Optional.empty();
    }
    Builder form = builder(type);
    for (Element child : x.elements()) {
      if (child.is("title", Ns.DATA_FORMS)) {
        form.title(child.text());
      } else if (child.is("instructions", Ns.DATA_FORMS)) {
        form.instructions(child.text());
      } else if (child.is("field", Ns.DATA_FORMS)) {
        Optional<Field> field = readField(child);
        if (field.isEmpty() || !form.add(field.get())) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(form.build());
  }

  private static Optional<Field> readField(Element element) {
    FieldType type = element.attribute("type").map(FieldType::read).orElse(null);
    String var = element.attribute("var", "");
    List<String> values = new ArrayList<>();
    List<Option> options = new ArrayList<>();
    for (Element child : element.elements()) {
      if (child.is("value", Ns.DATA_FORMS)) {
        values.add(child.text());
      } else if (child.is("option", Ns.DATA_FORMS)) {
        Optional<String> value = child.child("value", Ns.DATA_FORMS).map(Element::text);
        value.ifPresent(v -> options.add(new Option(child.attribute("label").orElse(null), v)));
      }
    }
    boolean nameless = var.isEmpty() && type != FieldType.FIXED;
    boolean tooMany = type != null && !type.allowsSeveral() && values.size() > 1;
    if (nameless || tooMany) {
      return Optional.empty();
    }
    return Optional.of(
        new Field(
            var,
            type,
            element.attribute("label").orElse(null),
            element.child("desc", Ns.DATA_FORMS).map(Element::text).orElse(null),
            element.child("required", Ns.DATA_FORMS).isPresent(),
            values,
            options));
  }

  public Optional<Field> field(String var) {
    for (Field field : fields) {
      if (field.var().equals(var)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** The first value of a field. */
  public Optional<String> value(String var) {
    return field(var).flatMap(Field::value);
  }

  /** All values of a field; none when there is no such field. */
  public List<String> values(String var) {
    return field(var).map(Field::values).orElse(List.of());
  }

  /** What the form is about (XEP-0068). */
  public Optional<String> formType() {
    return value(FORM_TYPE);
  }

  /** The {@code <x/>} element. */
  public Element toElement() {
    Element.Builder x = Element.builder("x", Ns.DATA_FORMS).attribute("type", type.wire());
    if (title != null) {
      x.textElement("title", Ns.DATA_FORMS, title);
    }
    for (String line : instructions) {
      x.textElement("instructions", Ns.DATA_FORMS, line);
    }
    for (Field field : fields) {
      x.child(write(field));
    }
    return x.build();
  }

  private static Element write(Field field) {
    Element.Builder element = Element.builder("field", Ns.DATA_FORMS);
    if (!field.var().isEmpty()) {
      element.attribute("var", field.var());
    }
    if (field.type() != null) {
      element.attribute("type", field.type().wire());
    }
    element.attribute("label", Optional.ofNullable(field.label()));
    if (field.desc() != null) {
      element.textElement("desc", Ns.DATA_FORMS, field.desc());
    }
    if (field.required()) {
      element.child(Element.of("required", Ns.DATA_FORMS));
    }
    for (String value : field.values()) {
      element.textElement("value", Ns.DATA_FORMS, value);
    }
    for (Option option : field.options()) {
      element.child(
          Element.builder("option", Ns.DATA_FORMS)
              .attribute("label", Optional.ofNullable(option.label()))
              .textElement("value", Ns.DATA_FORMS, option.value())
              .build());
    }
    return element.build();
  }

  /** Collects a form. Confined to its caller. */
  public static final class Builder {

    private final Type type;
    private @Nullable String title;
    private final List<String> instructions = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private Builder(Type type) {
      this.type = type;
    }

    /** Says what the form is about, as a hidden field (XEP-0068). */
    public Builder formType(String formType) {
      return field(
          new Field(FORM_TYPE, FieldType.HIDDEN, null, null, false, List.of(formType), List.of()));
    }

    public Builder title(String text) {
      title = text;
      return this;
    }

    public Builder instructions(String line) {
      instructions.add(line);
      return this;
    }

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException when there is one of that name
     */
    public Builder field(Field field) {
      if (!add(field)) {
        throw new IllegalArgumentException("twice in a form: " + field.var());
      }
      return this;
    }

    /** Adds an untyped field with one value or several, as for a submitted form. */
    public Builder field(String var, String... values) {
      return field(Field.of(var, values));
    }

    private boolean add(Field field) {
      return (field.var().isEmpty() || names.add(field.var())) && fields.add(field);
    }

    public DataForm build() {
      return new DataForm(type, title, instructions, fields);
    }
  }
}
