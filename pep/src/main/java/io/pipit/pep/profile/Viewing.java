package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A video that somebody watches (XEP-0197). Any thread. What is not said is null.
 *
 * <p>The root is {@code <video/>}, as all of the text has it; the {@code <room/>} of the schema is
 * an error.
 *
 * @param duration in seconds
 * @param userRating of 1 to 10, as text
 */
public record Viewing(
    @Nullable String programName,
    @Nullable String programType,
    @Nullable String subprogramType,
    @Nullable String episode,
    @Nullable String description,
    @Nullable String author,
    @Nullable String cast,
    @Nullable String channelName,
    @Nullable Integer duration,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable String uri,
    @Nullable String userComment,
    @Nullable String userRating) {

  public static final String NAMESPACE = "urn:xmpp:viewing:0";

  /** Nothing is watched any more (2.2). */
  public static final Viewing NONE =
      new Viewing(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  public static final PayloadFormat<Viewing> FORMAT =
      new RecordFormat<>("video", NAMESPACE, Viewing::read, Viewing::write);

  private static final int LONGEST = 999_999_999;

  private static Reading<Viewing> read(Element video) {
    Children children = new Children(video);
    Viewing viewing =
        new Viewing(
            children.text("program_name"),
            children.text("program_type"),
            children.text("subprogram_type"),
            children.text("episode"),
            children.text("description"),
            children.text("author"),
            children.text("cast"),
            children.text("channel_name"),
            children.integer("duration", 1, LONGEST),
            children.time("start_time"),
            children.time("end_time"),
            children.uri("uri"),
            children.text("user_comment"),
            children.text("user_rating"));
    return children.reading(() -> viewing);
  }

  private Element write() {
    return new PayloadBuilder("video", NAMESPACE)
        .child("author", author)
        .child("cast", cast)
        .child("channel_name", channelName)
        .child("description", description)
        .child("duration", duration)
        .child("end_time", endTime)
        .child("episode", episode)
        .child("program_name", programName)
        .child("program_type", programType)
        .child("start_time", startTime)
        .child("subprogram_type", subprogramType)
        .child("uri", uri)
        .child("user_comment", userComment)
        .child("user_rating", userRating)
        .build();
  }
}
