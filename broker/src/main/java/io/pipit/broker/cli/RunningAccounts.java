package io.pipit.broker.cli;

import java.util.List;
import java.util.Map;

/** The accounts of a running node, through its HTTP API. */
record RunningAccounts(NodeApi api) implements AccountAccess {

  @Override
  public List<String> names() throws CliException {
    return api.list("/users", "users").stream()
        .map(user -> Json.object(user).getOrDefault("name", "").toString())
        .toList();
  }

  @Override
  public void create(String name, String password) throws CliException {
    api.send("POST", "/users", Map.of("name", name, "password", password));
  }

  @Override
  public void changePassword(String name, String password) throws CliException {
    String path = "/users/" + NodeApi.segment(name) + "/password";
    api.send("PUT", path, Map.of("password", password));
  }

  @Override
  public void remove(String name) throws CliException {
    api.send("DELETE", "/users/" + NodeApi.segment(name), Map.of());
  }

  @Override
  public void close() {}
}
