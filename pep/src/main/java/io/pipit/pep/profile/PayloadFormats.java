package io.pipit.pep.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats that are known. Any thread. */
public final class PayloadFormats {

  private static final List<PayloadFormat<?>> ALL =
      List.of(
          Activity.FORMAT,
          AvatarData.FORMAT,
          AvatarMetadata.FORMAT,
          Bookmark.FORMAT,
          BookmarkStorage.FORMAT,
          Browsing.FORMAT,
          Chatting.FORMAT,
          Gaming.FORMAT,
          Geoloc.FORMAT,
          Mood.FORMAT,
          Nick.FORMAT,
          Profile.FORMAT,
          Tune.FORMAT,
          Viewing.FORMAT);

  private static final Map<Name, PayloadFormat<?>> BY_NAME =
      ALL.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  format -> new Name(format.name(), format.namespace()), Function.identity()));

  private PayloadFormats() {}

  private record Name(String name, String namespace) {}

  /** The format of payloads with that root element; empty when none is known. */
  public static Optional<PayloadFormat<?>> of(String name, String namespace) {
    return Optional.ofNullable(BY_NAME.get(new Name(name, namespace)));
  }

  /** All of them. */
  public static List<PayloadFormat<?>> all() {
    return ALL;
  }
}
