package io.pipit.broker.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, judged as it came and then cut into segments, which are decoded only after
 * that. What a router or a proxy might read in two ways is refused before any routing.
 */
final class RequestPath {

  /** Dot segments in any spelling, IIS escapes, path parameters, NUL. */
  private static final List<String> AMBIGUOUS =
      List.of("..", "%2e", "%u", ";", "\\", "%00", "\0", "#");

  private RequestPath() {}

  /** The decoded segments of a path; empty when it has to be refused. */
  static Optional<List<String>> segments(@Nullable String path) {
    if (path == null || !path.startsWith("/")) {
      return Optional.empty();
    }
    String lower = path.toLowerCase(Locale.ROOT);
    if (AMBIGUOUS.stream().anyMatch(lower::contains)) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String raw : path.substring(1).split("/", -1)) {
      Optional<String> decoded = decode(raw);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      segments.add(decoded.get());
    }
    return Optional.of(List.copyOf(segments));
  }

  /** The parameters of a query; empty when it is ill-formed or gives a parameter twice. */
  static Optional<Map<String, String>> query(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return Optional.of(parameters);
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals));
      // A form writes a space as a plus sign, which a path does not.
      Optional<String> value =
          decode(equals < 0 ? "" : pair.substring(equals + 1).replace("+", "%20"));
      if (name.isEmpty()
          || value.isEmpty()
          || parameters.putIfAbsent(name.get(), value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /** Percent-decodes ASCII into well-formed UTF-8. */
  private static Optional<String> decode(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c > '~' || c <= ' ') {
        return Optional.empty();
      }
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      if (i + 2 >= raw.length()
          || !HexFormat.isHexDigit(raw.charAt(i + 1))
          || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
        return Optional.empty();
      }
      bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
