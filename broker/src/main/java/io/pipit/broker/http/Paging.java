package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Lists in parts: {@code ?after=NAME&limit=N}. An answer whose list goes on has the member {@code
 * next}, the value of {@code after} for the following part.
 */
final class Paging {

  static final int DEFAULT_LIMIT = 1_000;
  static final int MOST = 10_000;

  private Paging() {}

  /**
   * Answers with one part of a list.
   *
   * @param list takes the name before the first one and how many; asked for one more than is told,
   *     to know whether the list goes on
   * @param name of an entry, in the order of the list
   */
  static <T> void answer(
      Exchange exchange,
      String member,
      BiFunction<String, Integer, Future<List<T>>> list,
      Function<T, String> name,
      Function<T, Object> json) {
    int limit;
    try {
      limit = Integer.parseInt(exchange.query("limit").orElse(Integer.toString(DEFAULT_LIMIT)));
    } catch (NumberFormatException e) {
      limit = 0;
    }
    if (limit < 1 || limit > MOST) {
      exchange.refuse(400, ErrorCode.BAD_REQUEST, "limit is not a number from 1 to " + MOST);
      return;
    }
    int told = limit;
    exchange.answer(
        list.apply(exchange.query("after").orElse(""), limit + 1),
        entries -> {
          List<T> part = entries.subList(0, Math.min(told, entries.size()));
          JsonObject answer =
              new JsonObject().put(member, new JsonArray(part.stream().map(json).toList()));
          if (entries.size() > told) {
            answer.put("next", name.apply(part.get(part.size() - 1)));
          }
          exchange.json(200, answer);
        });
  }
}
