package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How somebody feels (XEP-0107). Any thread.
 *
 * @param mood null for {@link #NONE} alone
 * @param specific what says it more exactly, in a namespace of its own; null for none
 * @param text for people, null for none
 */
public record Mood(@Nullable MoodValue mood, @Nullable Element specific, @Nullable Described text) {

  public static final String NAMESPACE = "http://jabber.org/protocol/mood";

  /** Nothing is said of a mood any more (2.2). */
  public static final Mood NONE = new Mood(null, null, null);

  public static final PayloadFormat<Mood> FORMAT =
      new RecordFormat<>("mood", NAMESPACE, Mood::read, Mood::write);

  /**
   * @throws IllegalArgumentException when it says more of a mood that it does not name
   */
  public Mood {
    if (mood == null && (specific != null || text != null)) {
      throw new IllegalArgumentException("no mood is named");
    }
  }

  /** A mood without further words. */
  public static Mood of(MoodValue mood) {
    return new Mood(mood, null, null);
  }

  private static Reading<Mood> read(Element payload) {
    if (payload.firstElement().isEmpty()) {
      return new Reading.Valid<>(NONE);
    }
    List<Element> moods = Extended.named(payload, name -> MoodValue.ofWire(name).isPresent());
    Children children = new Children(payload);
    Described text = Described.read(children);
    if (moods.size() != 1) {
      children.fails("it names " + (moods.isEmpty() ? "no" : "more than one") + " mood");
    }
    return children.reading(
        () -> {
          Element mood = moods.get(0);
          return new Mood(
              MoodValue.ofWire(mood.name()).orElseThrow(), Extended.extension(mood), text);
        });
  }

  private Element write() {
    Element.Builder payload = Element.builder("mood", NAMESPACE);
    if (mood != null) {
      payload.child(Extended.element(mood.wire(), NAMESPACE, specific));
    }
    if (text != null) {
      payload.child(text.write(NAMESPACE));
    }
    return payload.build();
  }
}
