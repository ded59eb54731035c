package io.pipit.pubsub.port;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, and what they are.
 *
 * @param kind {@code json}, {@code text}, {@code binary} or {@code xml}; {@code auto} in a publish,
 *     to be found out
 * @param contentType their media type, null when it is not known
 * @param content shared, must not be changed
 */
public record PortPayload(String kind, @Nullable String contentType, byte[] content) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PortPayload that
        && kind.equals(that.kind)
        && Objects.equals(contentType, that.contentType)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return kind + " " + contentType + " (" + content.length + " bytes)";
  }
}
