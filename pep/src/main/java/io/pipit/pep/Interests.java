package io.pipit.pep;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.function.Consumer;

/** Which available resources want the events of a node, by their verified capabilities. */
@FunctionalInterface
public interface Interests {

  /**
   * Names those of one entity.
   *
   * @param found called for each of them, in this call
   */
  void of(BareJid entity, String node, Consumer<FullJid> found);
}
