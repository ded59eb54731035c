package io.pipit.pubsub.port;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * A service with a port, as the contracts of {@link PubsubPort} need it: nodes come with the first
 * publish to them, by {@link #OWNER} and by {@link #BRIDGE} with whatever resource.
 */
public interface PortUnderTest {

  /** So many queues one account may have. */
  int QUEUES = 3;

  /** The template of nodes that keep one item; no name fits it by itself. */
  String STATE = "state";

  /** Who publishes, and owns the nodes. */
  FullJid OWNER = FullJid.of("alice@pipit.test/meter");

  /** Whose the queues are. */
  BareJid BRIDGE = BareJid.of("bridge@pipit.test");

  /** Starts an empty service, and gives a port that tells everything on the executor. */
  PubsubPort start(ExecutorService on) throws Exception;

  /** Ends the service, without its queues being closed, and starts it as its storage has it. */
  PubsubPort restart(ExecutorService on) throws Exception;

  void stop() throws Exception;

  /** Everything that was done has had all effects, but for those on the executor. */
  void settle();

  /** Time passes, and what is due by then is done. */
  void pass(Duration time);

  /** {@link #OWNER} makes a node, with these fields of its form other than the default. */
  void createNode(String node, Map<String, String> fields);

  /** What a node is called for people; empty for nothing. */
  String titleOf(String node);

  /** The owner takes back an item. */
  void retract(String node, String id);

  /** The owner takes back all items. */
  void purge(String node);

  /** Nothing can be stored any more. */
  void fillStorage();
}
