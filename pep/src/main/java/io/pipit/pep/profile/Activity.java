package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does (XEP-0108). Any thread.
 *
 * @param general null for {@link #NONE} alone
 * @param specific null when only the general activity is told, or by a detail alone
 * @param detail what says it more exactly, in a namespace of its own; null for none
 * @param text for people, null for none
 */
public record Activity(
    @Nullable GeneralActivity general,
    @Nullable SpecificActivity specific,
    @Nullable Element detail,
    @Nullable Described text) {

  public static final String NAMESPACE = "http://jabber.org/protocol/activity";

  /** Nothing is said of an activity any more (2.2). */
  public static final Activity NONE = new Activity(null, null, null, null);

  public static final PayloadFormat<Activity> FORMAT =
      new RecordFormat<>("activity", NAMESPACE, Activity::read, Activity::write);

  /**
   * @throws IllegalArgumentException when it says more of an activity that it does not name
   */
  public Activity {
    if (general == null && (specific != null || detail != null || text != null)) {
      throw new IllegalArgumentException("no general activity is named");
    }
  }

  public static Activity of(GeneralActivity general) {
    return new Activity(general, null, null, null);
  }

  public static Activity of(GeneralActivity general, SpecificActivity specific) {
    return new Activity(general, specific, null, null);
  }

  private static Reading<Activity> read(Element payload) {
    if (payload.firstElement().isEmpty()) {
      return new Reading.Valid<>(NONE);
    }
    Children children = new Children(payload);
    Described text = Described.read(children);
    List<Element> generals =
        Extended.named(payload, name -> GeneralActivity.ofWire(name).isPresent());
    if (generals.size() != 1) {
      children.fails(
          "it names " + (generals.isEmpty() ? "no" : "more than one") + " general activity");
      return children.reading(() -> NONE);
    }
    Element general = generals.get(0);
    List<Element> specifics =
        Extended.named(general, name -> SpecificActivity.ofWire(name).isPresent());
    if (specifics.size() > 1) {
      children.fails("it names more than one specific activity");
    }
    return children.reading(
        () -> {
          Optional<Element> specific = specifics.stream().findFirst();
          return new Activity(
              GeneralActivity.ofWire(general.name()).orElseThrow(),
              specific.flatMap(named -> SpecificActivity.ofWire(named.name())).orElse(null),
              Extended.extension(specific.orElse(general)),
              text);
        });
  }

  private Element write() {
    Element.Builder payload = Element.builder("activity", NAMESPACE);
    if (general != null) {
      Element inner =
          specific == null ? detail : Extended.element(specific.wire(), NAMESPACE, detail);
      payload.child(Extended.element(general.wire(), NAMESPACE, inner));
    }
    if (text != null) {
      payload.child(text.write(NAMESPACE));
    }
    return payload.build();
  }
}
