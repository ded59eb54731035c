package io.pipit.pep.profile;

import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says about himself, as a form (XEP-0154). Any thread.
 *
 * @param formType what the names of the fields belong to, {@link #NAMESPACE} for those of the
 *     specification; null when the form does not say, as one that updates single fields
 * @param fields the values of each field by its name, in the order of the form
 */
public record Profile(@Nullable String formType, Map<String, List<String>> fields) {

  public static final String NAMESPACE = "urn:xmpp:tmp:profile";

  /** Nothing is said any more. */
  public static final Profile NONE = new Profile(null, Map.of());

  public static final PayloadFormat<Profile> FORMAT =
      new RecordFormat<>("profile", NAMESPACE, Profile::read, Profile::write);

  public Profile {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    fields = Collections.unmodifiableMap(copy);
  }

  /** A whole profile of the fields that the specification names. */
  public static Profile of(Map<String, List<String>> fields) {
    return new Profile(NAMESPACE, fields);
  }

  /** The first value of a field. */
  public Optional<String> value(String field) {
    return fields.getOrDefault(field, List.of()).stream().findFirst();
  }

  private static Reading<Profile> read(Element payload) {
    if (payload.firstElement().isEmpty()) {
      return new Reading.Valid<>(NONE);
    }
    List<Element> forms =
        payload.elements().stream().filter(child -> child.is("x", Ns.DATA_FORMS)).toList();
    if (forms.size() != 1) {
      return new Reading.Invalid<>("<profile/>: it holds no form, or more than one");
    }
    Optional<DataForm> form =
        DataForm.read(forms.get(0))
            .filter(
                read -> read.type() == DataForm.Type.RESULT || read.type() == DataForm.Type.SUBMIT);
    if (form.isEmpty()) {
      return new Reading.Invalid<>("<profile/>: its form cannot be read or is no answer");
    }
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (DataForm.Field field : form.get().fields()) {
      if (!field.var().isEmpty() && !field.var().equals(DataForm.FORM_TYPE)) {
        fields.put(field.var(), field.values());
      }
    }
    return new Reading.Valid<>(new Profile(form.get().formType().orElse(null), fields));
  }

  private Element write() {
    if (equals(NONE)) {
      return Element.of("profile", NAMESPACE);
    }
    DataForm.Builder form = DataForm.builder(DataForm.Type.RESULT);
    if (formType != null) {
      form.formType(formType);
    }
    fields.forEach((name, values) -> form.field(name, values.toArray(String[]::new)));
    return Element.of("profile", NAMESPACE, form.build().toElement());
  }
}
