package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A vCard with its photo is set whole or not at all, wherever the log ends and whatever refuses.
 */
class VCardCrashTest {

  private static final String GET = "<vCard xmlns='vcard-temp'/>";

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<RestartedAccount> accounts = new ArrayList<>();

  @AfterEach
  void end() {
    for (RestartedAccount account : accounts) {
      assertTrue(account.isSound());
      account.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private RestartedAccount kept(RestartedAccount account) {
    accounts.add(account);
    return account;
  }

  private static String answer(RestartedAccount account, Iq.Type type, String request) {
    return XmlWriter.text(
        account
            .request(type, XmlDocument.parse(request.getBytes(StandardCharsets.UTF_8)))
            .element());
  }

  private static void done(RestartedAccount account, String request) {
    String answer = answer(account, Iq.Type.SET, request);
    assertTrue(answer.contains("type='result'"), answer);
  }

  private static void refused(RestartedAccount account, String request, String condition) {
    String answer = answer(account, Iq.Type.SET, request);
    assertTrue(answer.contains("<" + condition + " "), answer);
  }

  private static String vCard(String name, String image) {
    return "<vCard xmlns='vcard-temp'><FN>"
        + name
        + "</FN>"
        + (image.isEmpty()
            ? ""
            : "<PHOTO><TYPE>image/png</TYPE><BINVAL>" + image + "</BINVAL></PHOTO>")
        + "</vCard>";
  }

  /** The vCard as it is shown, and nothing where there is none. */
  private static String shown(RestartedAccount account) {
    String answer = answer(account, Iq.Type.GET, GET);
    int from = answer.indexOf("<vCard");
    return answer.contains("type='error'") ? "" : answer.substring(from, answer.indexOf("</iq>"));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void noCrashLeavesHalfOfAVCard() {
    RestartedAccount account = kept(new RestartedAccount(vertx, new InMemoryLog()));
    List<String> set =
        List.of(
            vCard("one", "YWJj"), vCard("two", "ZGVm"), vCard("three", ""), vCard("four", "ZGVm"));
    List<String> answered = new ArrayList<>(List.of(""));
    for (String each : set) {
      done(account, each);
      while (answered.size() < account.answered()) {
        answered.add(answered.get(answered.size() - 1));
      }
      answered.add(each);
    }
    for (long end : account.ends()) {
      String last = answered.get((int) end);
      String next = set.get(Math.min(set.size() - 1, set.indexOf(last) + 1));
      String shown = shown(kept(account.after(vertx, end)));
      assertTrue(last.equals(shown) || next.equals(shown), end + ": " + shown);
    }
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void vCardWhoseNodesCannotBeMadeIsRefusedWhole() {
    RestartedAccount account = withNodes(1);
    done(account, vCard("before", ""));
    long before = account.log.appended();
    refused(account, vCard("after", "YWJj"), "not-allowed");
    assertEquals(before, account.log.appended());
    assertEquals(vCard("before", ""), shown(account));
    done(withNodes(2), vCard("after", "YWJj"));
  }

  /** An account that may have so many nodes. */
  private RestartedAccount withNodes(int most) {
    return kept(
        new RestartedAccount(
            vertx, new InMemoryLog(), ServiceLimits.DEFAULT.withNodesPerCreator(most)));
  }

  /** As whatever else makes room (the operator's guide says so of a full disk). */
  @Test
  void fullDiskTakesAVCardThatBecomesSmaller() {
    RestartedAccount account = kept(new RestartedAccount(vertx, new InMemoryLog()));
    done(account, vCard("a long name", "YWJj"));
    account.log.fill();
    long before = account.log.appended();
    refused(account, vCard("a much longer name", "YWJj"), "resource-constraint");
    refused(account, vCard("short", "ZGVm"), "resource-constraint");
    refused(account, vCard("short", ""), "resource-constraint");
    assertEquals(before, account.log.appended());
    done(account, vCard("short", "YWJj"));
    assertEquals(vCard("short", "YWJj"), shown(account));
  }
}
