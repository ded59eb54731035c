package io.pipit.pubsub;

import io.pipit.xmpp.DataForm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of all fields of a form. Immutable; any thread.
 *
 * @param <S> the kind of form
 */
public abstract sealed class OptionValues<S extends OptionValues<S>>
    permits NodeConfig, SubscriptionOptions {

  private final OptionFields fields;
  private final Object[] values;

  OptionValues(OptionFields fields, Object[] values) {
    this.fields = fields;
    this.values = values;
  }

  /** What every field is when nobody said otherwise. */
  static Object[] initial(OptionFields fields) {
    return fields.all().stream().map(OptionField::initial).toArray();
  }

  abstract S of(Object[] changed);

  abstract S self();

  /** The form that these are the values of. */
  public OptionFields fields() {
    return fields;
  }

  /** The fields that mean something beside these values, in the order of the form. */
  public List<OptionField<?>> shown() {
    return fields.all();
  }

  @SuppressWarnings("unchecked") // with(), the only way in, takes what belongs to the field
  public <T> T get(OptionField<T> field) {
    return (T) values[field.index()];
  }

  public <T> S with(OptionField<T> field, T value) {
    Object[] changed = values.clone();
    changed[field.index()] = value;
    return of(changed);
  }

  /** The values of a field as a form carries them. */
  public <T> List<String> print(OptionField<T> field) {
    return field.print(get(field));
  }

  /**
   * These values with the fields of a submitted form.
   *
   * @param submitted values by field name; {@code FORM_TYPE} may be among them
   */
  public Submission<S> submit(Map<String, List<String>> submitted, ServiceLimits limits) {
    S result = self();
    for (Map.Entry<String, List<String>> entry : submitted.entrySet()) {
      String var = entry.getKey();
      if (var.equals(DataForm.FORM_TYPE)) {
        if (!entry.getValue().equals(List.of(fields.formType()))) {
          return new Submission.Refused<>(fields.refusal(), "not a form of this kind");
        }
        continue;
      }
      OptionField<?> field = fields.named(var).orElse(null);
      if (field == null) {
        continue; // XEP-0004 3.2: fields that are not understood are ignored
      }
      S changed = parsed(result, field, entry.getValue(), limits);
      if (changed == null) {
        return new Submission.Refused<>(field.refusal(), "value of " + var);
      }
      result = changed;
    }
    return new Submission.Accepted<>(result);
  }

  private static <S extends OptionValues<S>, T> @Nullable S parsed(
      S before, OptionField<T> field, List<String> submitted, ServiceLimits limits) {
    return field.parse(submitted, limits).map(value -> before.with(field, value)).orElse(null);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof OptionValues<?> that
        && fields == that.fields
        && Arrays.equals(values, that.values);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder("{");
    for (OptionField<?> field : fields.all()) {
      text.append(field.name()).append('=').append(print(field)).append(' ');
    }
    return text.append('}').toString();
  }
}
