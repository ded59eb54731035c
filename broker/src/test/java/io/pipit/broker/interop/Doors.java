package io.pipit.broker.interop;

import io.pipit.broker.TestNode;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Clients of one account, one for each protocol, under names of their own. */
final class Doors implements AutoCloseable {

  private interface Connect {
    DoorClient by(Protocol protocol) throws Exception;
  }

  private final Map<Protocol, DoorClient> clients = new EnumMap<>(Protocol.class);

  private Doors() {}

  /** Clients of all protocols, whose sessions end with their connections. */
  static Doors connect(TestNode node, String user) throws Exception {
    return connect(List.of(Protocol.values()), protocol -> protocol.connect(node, user, "c"));
  }

  /** Clients of MQTT, whose sessions are there when they come again under the same name. */
  static Doors durable(TestNode node, String user, String name) throws Exception {
    return connect(Protocol.MQTT, protocol -> protocol.durable(node, user, name));
  }

  /** All at once: Paho waits for its own threads in steps of 100 ms. */
  private static Doors connect(List<Protocol> protocols, Connect connect) throws Exception {
    Map<Protocol, CompletableFuture<DoorClient>> wanted = new EnumMap<>(Protocol.class);
    for (Protocol protocol : protocols) {
      wanted.put(protocol, CompletableFuture.supplyAsync(() -> connected(protocol, connect)));
    }
    Doors doors = new Doors();
    try {
      for (Protocol protocol : protocols) {
        doors.clients.put(protocol, wanted.get(protocol).get(60, TimeUnit.SECONDS));
      }
      return doors;
    } catch (ExecutionException e) {
      doors.close();
      throw e;
    }
  }

  private static DoorClient connected(Protocol protocol, Connect connect) {
    try {
      return connect.by(protocol);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  DoorClient of(Protocol protocol) {
    return clients.get(protocol);
  }

  XmppDoor xmpp() {
    return (XmppDoor) of(Protocol.XMPP);
  }

  Collection<Protocol> protocols() {
    return clients.keySet();
  }

  /** All of them ask for a node or filter; gives whether all were allowed, as far as is told. */
  boolean subscribe(String filter) throws Exception {
    boolean allowed = true;
    for (DoorClient client : clients.values()) {
      allowed &= client.subscribe(filter);
    }
    return allowed;
  }

  Collection<DoorClient> all() {
    return clients.values();
  }

  @Override
  public void close() throws IOException {
    for (DoorClient client : clients.values()) {
      client.close();
    }
  }
}
