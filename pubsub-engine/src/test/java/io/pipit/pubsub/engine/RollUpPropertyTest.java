package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.xmpp.xml.XmlDocument;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Roll-ups against the plain sums of everything that was published. What the log reads back is the
 * state after each step, and every number counts once.
 */
class RollUpPropertyTest {

  /**
   * Some seconds pass, the node may do what is due, and values are published, each an item.
   *
   * @param values of the fields a and b in turns
   */
  record Step(int seconds, boolean ticks, List<BigDecimal> values) {}

  @Property(tries = 200)
  void numbersAreThoseThatWerePublished(@ForAll("steps") List<Step> steps) {
    Service service = new Service();
    service.withNode("rollup=1m,1h", "history_items=0", "max_items=3");
    Map<RollUpPeriod, Map<String, List<BigDecimal>>> expected =
        new TreeMap<>(
            Map.of(RollUpPeriod.MINUTE, new TreeMap<>(), RollUpPeriod.HOUR, new TreeMap<>()));
    for (Step step : steps) {
      service.context.pass(Duration.ofSeconds(step.seconds()));
      if (step.ticks()) {
        service.tick();
      }
      for (int i = 0; i < step.values().size(); i++) {
        String field = i % 2 == 0 ? "a" : "b";
        BigDecimal value = step.values().get(i);
        publish(field, value, service);
        expected.forEach(
            (period, all) ->
                all.computeIfAbsent(
                        period.begin(service.context.now()) + " /" + field,
                        first -> new ArrayList<>())
                    .add(value));
      }
      service.checkReplica();
    }
    service.context.pass(Duration.ofHours(1));
    service.tick();
    service.checkReplay();
    expected.forEach((period, all) -> assertSame(all, period, service));
  }

  private static void publish(String field, BigDecimal value, Service service) {
    service
        .publishXml(
            Service.OWNER,
            "<item><json xmlns='urn:xmpp:json:0'>{\"" + field + "\":" + value + "}</json></item>")
        .isResult();
  }

  private static void assertSame(
      Map<String, List<BigDecimal>> expected, RollUpPeriod period, Service service) {
    NodeState node = service.state().node(period.nodeOf("news")).orElseThrow();
    Map<String, Map<String, BigDecimal>> published = new TreeMap<>();
    for (Item item : node.items().range(0, node.items().size())) {
      read(item, published);
    }
    assertEquals(expected.keySet(), published.keySet());
    expected.forEach(
        (key, values) -> {
          Map<String, BigDecimal> actual = Objects.requireNonNull(published.get(key));
          BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          BigDecimal count = BigDecimal.valueOf(values.size());
          double min = values.stream().min(BigDecimal::compareTo).orElseThrow().doubleValue();
          double max = values.stream().max(BigDecimal::compareTo).orElseThrow().doubleValue();
          assertEquals(values.size(), value(actual, "count").intValueExact(), key);
          assertEquals(min, value(actual, "min").doubleValue(), key);
          assertEquals(max, value(actual, "max").doubleValue(), key);
          assertEquals(
              sum.divide(count, MathContext.DECIMAL64).doubleValue(),
              value(actual, "mean").doubleValue(),
              1e-9,
              key);
        });
  }

  private static BigDecimal value(Map<String, BigDecimal> fields, String name) {
    return Objects.requireNonNull(fields.get(name));
  }

  private static void read(Item item, Map<String, Map<String, BigDecimal>> published) {
    String json = XmlDocument.parse(Objects.requireNonNull(item.payload()).bytes()).text();
    assertEquals(Instant.parse(item.id()).toString(), item.id());
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      String pointer = "";
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().startsWith("/")) {
          pointer = parser.currentName();
        } else if (parser.currentToken().isNumeric()) {
          published
              .computeIfAbsent(item.id() + " " + pointer, first -> new TreeMap<>())
              .put(parser.currentName(), parser.getDecimalValue());
        }
      }
    } catch (IOException notJson) {
      throw new AssertionError(json, notJson);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<BigDecimal> value =
        Arbitraries.bigDecimals()
            .between(BigDecimal.valueOf(-1_000_000), BigDecimal.valueOf(1_000_000))
            .ofScale(3);
    return Combinators.combine(
            Arbitraries.of(0, 1, 20, 59, 60, 61, 200, 4_000),
            Arbitraries.of(true, false),
            value.list().ofMaxSize(4))
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }
}
