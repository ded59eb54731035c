package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.http.Reload;
import io.pipit.broker.store.DataFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** Starts a node in this process. */
@FunctionalInterface
public interface NodeStarter {

  /**
   * Opens the store and then every listener; returns when all are bound. Blocks.
   *
   * @throws ConfigurationException when the configuration does not fit the store
   * @throws IOException when the store or a listener cannot be opened; nothing is left open
   */
  RunningNode start(Request request) throws ConfigurationException, IOException;

  /**
   * What a node is started with.
   *
   * @param configuration with an absolute data folder and the domain of its store
   * @param folder the data folder, held until the node is closed
   * @param token that lets an administrator use the HTTP API for this run
   * @param repair whether damaged records of the log are given up
   * @param stop ends the process in good order; any thread, returns at once
   * @param reload reads its configuration again and has the node take it over
   */
  record Request(
      Configuration configuration,
      DataFolder folder,
      ServerCertificate certificate,
      String token,
      boolean repair,
      Runnable stop,
      Reload reload) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Request[" + configuration.domain() + "]";
    }
  }

  /** A node that runs. */
  interface RunningNode extends AutoCloseable {

    /** The bound address of each listener by its name in the configuration, in its order. */
    Map<String, InetSocketAddress> addresses();

    /**
     * Makes an account, or gives the one there is another password. Blocks until that is durable.
     *
     * @throws IOException when it cannot be made
     */
    void account(String name, String password) throws IOException;

    /**
     * Takes over what a running node can of another configuration. Blocks.
     *
     * @throws IOException when it did not come to an end in time; it goes on
     */
    void apply(Configuration configuration) throws IOException;

    /** Tells every stream, makes everything durable and closes. Blocks. */
    @Override
    void close();
  }
}
