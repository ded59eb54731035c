package io.pipit.broker.cli;

import java.io.Closeable;
import java.util.List;

/** The accounts of a node, running or not. Confined to its command; blocks. */
interface AccountAccess extends Closeable {

  /** Names in order. */
  List<String> names() throws CliException;

  void create(String name, String password) throws CliException;

  void changePassword(String name, String password) throws CliException;

  void remove(String name) throws CliException;
}
