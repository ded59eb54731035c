package io.pipit.devices.sim;

import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.XmppServer;
import io.pipit.xmpp.Jid;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demonstration runs against.
 *
 * @param title shown in the title line, such as {@code Pipit 0.1.0 127.0.0.1:5222}
 * @param service the pubsub service
 * @param account the account of all devices and of the subscriber; it has to be allowed to create
 *     nodes below {@code demo/}
 * @param disk a path on the file system whose use is published
 * @param commands what the screen suggests to try in another terminal
 * @param seed of the simulated devices
 */
public record DemoOptions(
    String title,
    XmppServer server,
    Jid service,
    Credentials account,
    Path disk,
    List<String> commands,
    long seed) {

  public DemoOptions {
    commands = List.copyOf(commands);
  }
}
