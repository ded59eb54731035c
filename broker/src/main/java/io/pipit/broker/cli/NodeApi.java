package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTTP API of a running node, with the rights of its administrator. Any thread; blocks. */
final class NodeApi {

  private final URI base;
  private final String token;
  private final Duration timeout;
  private final HttpClient client;

  private NodeApi(URI base, String token, Duration timeout) {
    this.base = base;
    this.token = token;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
  }

  static NodeApi of(RunFile run, Duration timeout) throws CliException {
    InetSocketAddress http =
        run.reachable("http")
            .orElseThrow(
                () ->
                    new CliException(
                        ErrorCode.NO_CONNECTION, "the running node has no HTTP listener"));
    return new NodeApi(URI.create("http://" + RunFile.text(http)), run.token(), timeout);
  }

  /** A segment of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Map<String, Object> get(String path) throws CliException {
    return send("GET", path, Map.of());
  }

  /** A list that the API gives in parts. */
  List<Object> list(String path, String member) throws CliException {
    List<Object> all = new ArrayList<>();
    Map<String, Object> part = get(path);
    while (true) {
      if (part.get(member) instanceof List<?> entries) {
        all.addAll(entries);
      }
      Object next = part.get("next");
      if (next == null) {
        return all;
      }
      part = get(path + "?after=" + segment(next.toString()));
    }
  }

  /**
   * Sends a request and gives the object of its answer.
   *
   * @param body nothing is sent when it is empty
   * @throws CliException with the code that the node gave, or because it cannot be reached
   */
  Map<String, Object> send(String method, String path, Map<String, ?> body) throws CliException {
    Reply reply = ask(method, path, body);
    if (reply.isDone()) {
      return reply.answer();
    }
    throw refused(reply.status(), reply.answer());
  }

  /**
   * As {@link #send}, where the node may find the configuration invalid.
   *
   * @throws ConfigurationException with every problem
   */
  Map<String, Object> sendConfiguration(String method, String path)
      throws CliException, ConfigurationException {
    Reply reply = ask(method, path, Map.of());
    if (reply.isDone()) {
      return reply.answer();
    }
    if (reply.answer().get("problems") instanceof List<?> problems && !problems.isEmpty()) {
      throw new ConfigurationException(problems.stream().map(NodeApi::problem).toList());
    }
    throw refused(reply.status(), reply.answer());
  }

  private static Problem problem(Object problem) {
    Map<String, Object> members = Json.object(problem);
    return new Problem(
        members.getOrDefault("where", "").toString(),
        members.getOrDefault("message", "").toString(),
        known(members).orElse(ErrorCode.CONFIG_VALUE));
  }

  /** The status and the object of an answer. */
  private record Reply(int status, Map<String, Object> answer) {

    boolean isDone() {
      return status / 100 == 2;
    }
  }

  private Reply ask(String method, String path, Map<String, ?> body) throws CliException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/api/v1" + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(Json.write(body)))
            .build();
    HttpResponse<String> response = send(request);
    return new Reply(response.statusCode(), Json.parseObject(response.body()).orElse(Map.of()));
  }

  /** Whether the node says that it is ready (health check). */
  boolean isReady() throws CliException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/readyz")).timeout(timeout).GET().build();
    return send(request).statusCode() == 200;
  }

  private HttpResponse<String> send(HttpRequest request) throws CliException {
    try {
      return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (HttpTimeoutException e) {
      throw new CliException(
          ErrorCode.TIMED_OUT,
          "the node at " + base + " did not answer within " + timeout.toMillis() + " ms",
          e);
    } catch (ConnectException e) {
      throw new CliException(
          ErrorCode.NO_CONNECTION,
          "the node at " + base + " cannot be reached; it may have stopped: try 'pipit status'",
          e);
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.NO_CONNECTION,
          "the node at "
              + base
              + " ended the connection before it answered"
              + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
              + "; it may have stopped: try 'pipit status'",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ErrorCode.TIMED_OUT, "interrupted", e);
    }
  }

  private static CliException refused(int status, Map<String, Object> answer) {
    return new CliException(
        known(answer).orElseGet(() -> byStatus(status)),
        answer.getOrDefault("error", "the node answered with HTTP " + status).toString());
  }

  private static Optional<ErrorCode> known(Map<String, Object> answer) {
    String code = answer.getOrDefault("code", "").toString();
    return Arrays.stream(ErrorCode.values()).filter(error -> error.code().equals(code)).findFirst();
  }

  private static ErrorCode byStatus(int status) {
    return switch (status) {
      case 401 -> ErrorCode.NOT_AUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NO_SUCH_NODE;
      case 409 -> ErrorCode.CONFLICT;
      case 503 -> ErrorCode.UNAVAILABLE;
      default -> ErrorCode.REFUSED;
    };
  }
}
