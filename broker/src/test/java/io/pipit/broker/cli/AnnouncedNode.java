package io.pipit.broker.cli;

import io.pipit.broker.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts nodes that the command line finds by itself. */
final class AnnouncedNode {

  private static final String PASSWORD = "secret of the test";

  private AnnouncedNode() {}

  /**
   * A node with the administrator of a first start, and with bob, whose password is in the file
   * {@code bob}.
   *
   * @param folder that commands run in
   */
  static TestNode start(Path folder) throws IOException {
    TestNode node = TestNode.start(folder).administrator("admin", PASSWORD).account("bob", "bob's");
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    addresses.put(
        "c2s_tls", new InetSocketAddress(InetAddress.getLoopbackAddress(), node.directTlsPort()));
    addresses.put("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), node.httpPort()));
    LocalNode local = new LocalNode(folder.resolve("data"));
    local.announce(
        new RunFile(
            ProcessHandle.current().pid(), TestNode.DOMAIN, TestNode.ADMIN_TOKEN, addresses));
    Files.writeString(local.firstRunFile(), PASSWORD + "\n");
    Files.writeString(folder.resolve("bob"), "bob's\n");
    return node;
  }
}
