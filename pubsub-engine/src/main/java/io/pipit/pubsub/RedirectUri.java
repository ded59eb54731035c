package io.pipit.pubsub;

import io.pipit.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a node as a URI, {@code xmpp:SERVICE?;node=NODE} (XEP-0060 12.22), which says
 * where to go on when a node has moved. Any thread.
 */
public final class RedirectUri {

  /** The longest that is taken, in characters. */
  public static final int MOST_LENGTH = 3_071;

  private static final int MOST_NODE_BYTES = 1_023;
  private static final Pattern URI =
      Pattern.compile("xmpp:([^?;#/]+)\\?(?:pubsub)?((?:;[a-z]+=[^;#]*)+)");
  private static final Pattern NODE = Pattern.compile(";node=([^;]+)");

  private RedirectUri() {}

  /** Whether a text names a node of a service so that a client can go there. */
  public static boolean isValid(String text) {
    if (text.length() > MOST_LENGTH) {
      return false;
    }
    Matcher uri = URI.matcher(text);
    if (!uri.matches()) {
      return false;
    }
    Optional<Jid> service = ItemAddress.decode(uri.group(1)).flatMap(Jid::parse);
    Matcher named = NODE.matcher(uri.group(2));
    return service.isPresent()
        && named.find()
        && ItemAddress.decode(named.group(1))
            .filter(node -> node.getBytes(StandardCharsets.UTF_8).length <= MOST_NODE_BYTES)
            .isPresent();
  }
}
