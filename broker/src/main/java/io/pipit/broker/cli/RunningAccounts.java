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
    send("POST", "/users", Map.of("name", name, "password", password), name);
  }

  @Override
  public void changePassword(String name, String password) throws CliException {
    String path = "/users/" + NodeApi.segment(name) + "/password";
    send("PUT", path, Map.of("password", password), name);
  }

  @Override
  public void remove(String name) throws CliException {
    send("DELETE", "/users/" + NodeApi.segment(name), Map.of(), name);
  }

  private void send(String method, String path, Map<String, ?> body, String name)
      throws CliException {
    try {
      api.send(method, path, body);
    } catch (CliException e) {
      throw switch (e.code()) {
        case USER_EXISTS ->
            e.with("change its password with 'pipit user passwd " + Refusals.quote(name) + "'");
        case NO_SUCH_USER -> e.with("list them with 'pipit user ls'");
        default -> e;
      };
    }
  }

  @Override
  public void close() {}
}
