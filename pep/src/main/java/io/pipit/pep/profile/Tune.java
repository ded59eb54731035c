package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import org.jspecify.annotations.Nullable;

/**
 * What somebody listens to (XEP-0118). Any thread. What is not said is null.
 *
 * @param length in seconds, 0 to 65,535
 * @param rating 1 to 10
 * @param source the album, or where else it comes from
 * @param track what names it there, such as its number
 */
public record Tune(
    @Nullable String artist,
    @Nullable String composer,
    @Nullable String date,
    @Nullable String genre,
    @Nullable String language,
    @Nullable Integer length,
    @Nullable String lyricist,
    @Nullable String performer,
    @Nullable Integer rating,
    @Nullable String source,
    @Nullable String title,
    @Nullable String track,
    @Nullable String uri) {

  public static final String NAMESPACE = "http://jabber.org/protocol/tune";

  /** Nothing is listened to any more (2.2). */
  public static final Tune NONE =
      new Tune(null, null, null, null, null, null, null, null, null, null, null, null, null);

  public static final PayloadFormat<Tune> FORMAT =
      new RecordFormat<>("tune", NAMESPACE, Tune::read, Tune::write);

  private static final int LONGEST = 65_535;
  private static final int BEST = 10;

  /** A tune without further words. */
  public static Tune of(String artist, String title) {
    return new Tune(
        artist, null, null, null, null, null, null, null, null, null, title, null, null);
  }

  private static Reading<Tune> read(Element payload) {
    Children children = new Children(payload);
    Tune tune =
        new Tune(
            children.text("artist"),
            children.text("composer"),
            children.text("date"),
            children.text("genre"),
            children.text("language"),
            children.integer("length", 0, LONGEST),
            children.text("lyricist"),
            children.text("performer"),
            children.integer("rating", 1, BEST),
            children.text("source"),
            children.text("title"),
            children.text("track"),
            children.uri("uri"));
    return children.reading(() -> tune);
  }

  private Element write() {
    return new PayloadBuilder("tune", NAMESPACE)
        .child("artist", artist)
        .child("composer", composer)
        .child("date", date)
        .child("genre", genre)
        .child("language", language)
        .child("length", length)
        .child("lyricist", lyricist)
        .child("performer", performer)
        .child("rating", rating)
        .child("source", source)
        .child("title", title)
        .child("track", track)
        .child("uri", uri)
        .build();
  }
}
