package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.module.AccountService.Result;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.ScramHash;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StreamError;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountServiceTest {

  private final InMemoryLog log = InMemoryLog.held(10_000);
  private final TestServer server = new TestServer(log, RosterLimits.DEFAULT);
  private final HttpUserAdministration administration =
      new HttpUserAdministration(
          server.accounts, server.service(), new StoreRefusal(log, Path.of("/var/pipit")));
  private final BareJid ann = BareJid.of("ann@pipit.test");

  @AfterEach
  void close() {
    server.close();
  }

  private <T> T done(Future<T> future) {
    server.settle();
    for (int i = 0; i < 4; i++) {
      server.sync();
    }
    assertTrue(future.succeeded(), () -> String.valueOf(future.cause()));
    return future.result();
  }

  private boolean hasPassword(String password) {
    return server
        .accounts
        .credentials(ann)
        .filter(keys -> keys.sha256().matches(ScramHash.SHA_256, password))
        .filter(keys -> keys.sha1().matches(ScramHash.SHA_1, password))
        .isPresent();
  }

  private Result create(String password) {
    return done(server.service().create(ann, password, AccountRole.USER));
  }

  // ---- refusals

  @Test
  void accountThatIsThereIsNotMadeAgain() {
    create("first");
    assertEquals(Result.EXISTS, create("second"));
    assertTrue(hasPassword("first"));
  }

  @Test
  void ofTwoAtOnceOneIsMade() {
    Future<Result> first = server.service().create(ann, "first", AccountRole.USER);
    Future<Result> second = server.service().create(ann, "second", AccountRole.USER);
    assertEquals(List.of(Result.DONE, Result.EXISTS), List.of(done(first), done(second)));
    assertTrue(hasPassword("first"));
  }

  @Test
  void nobodyIsChangedOrRemoved() {
    assertEquals(Result.MISSING, done(server.service().changePassword(ann, "x")));
    assertEquals(Result.MISSING, done(server.service().remove(ann)));
    assertEquals(0, log.appended());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0007"})
  void passwordThatCannotBeUsedChangesNothing(String password) {
    assertEquals(Result.BAD_PASSWORD, create(password));
    assertEquals(0, log.appended());
    create("good");
    assertEquals(Result.BAD_PASSWORD, done(server.service().changePassword(ann, password)));
    assertTrue(hasPassword("good"));
  }

  @Test
  void workersThatAreFullMeanBusy() {
    server.workers =
        work -> {
          throw new RejectedExecutionException();
        };
    assertEquals(Result.BUSY, create("x"));
    assertEquals(0, log.appended());
  }

  @Test
  void failedDiskFailsWhatWaitsAndRefusesTheRest() {
    Future<Result> waits = server.service().create(ann, "x", AccountRole.USER);
    server.settle();
    assertFalse(waits.isComplete());
    log.fail();
    server.settle();
    assertTrue(waits.failed());
    Future<Result> later =
        server.service().create(BareJid.of("bob@pipit.test"), "x", AccountRole.USER);
    server.settle();
    assertTrue(later.failed() || later.result() == Result.BUSY);
    assertTrue(server.accounts.account(ann).isEmpty(), "who was never durable");
  }

  @Test
  void lostChangesOfAnAccountAreNotSeenAnyMore() {
    create("first");
    server.service().changePassword(ann, "second");
    server.settle();
    assertTrue(hasPassword("second"));
    Future<Result> removal = server.service().remove(ann);
    server.settle();
    assertTrue(server.accounts.account(ann).isEmpty());
    log.fail();
    server.settle();
    assertTrue(removal.failed());
    assertTrue(hasPassword("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a@b", "a b", "@", "a@elsewhere.test", "/", "ab\u0007"})
  void nameThatIsNoneIsRefused(String name) {
    Answer<BareJid> answer = done(administration.create(name, "x"));
    assertEquals(ErrorCode.BAD_USER_NAME, ((Answer.Refused<BareJid>) answer).code());
    answer = done(administration.remove(name));
    assertEquals(ErrorCode.NO_SUCH_USER, ((Answer.Refused<BareJid>) answer).code());
    assertEquals(0, log.appended());
  }

  @Test
  void administrationTellsWhyNot() {
    done(administration.create("ann", "x"));
    assertEquals(
        ErrorCode.USER_EXISTS,
        ((Answer.Refused<BareJid>) done(administration.create("ANN", "x"))).code());
    assertEquals(
        ErrorCode.NO_PASSWORD,
        ((Answer.Refused<BareJid>) done(administration.changePassword("ann", ""))).code());
    assertEquals(
        ErrorCode.NO_SUCH_USER,
        ((Answer.Refused<BareJid>) done(administration.changePassword("bob", "x"))).code());
  }

  @Test
  void administrationSaysThatTheDiskIsFullAndWhatToDo() {
    log.fill();
    Answer.Refused<BareJid> refused =
        (Answer.Refused<BareJid>) done(administration.create("ann", "x"));
    assertEquals(ErrorCode.UNAVAILABLE, refused.code());
    assertEquals(
        "the disk of /var/pipit is full and nothing was stored; make room on it, or purge and"
            + " delete nodes or have them keep less, and try again: the node goes on by itself",
        refused.reason());
    assertEquals(0, log.appended());
  }

  @Test
  void storeThatIsBehindOrBrokenIsToldApart() {
    StoreRefusal store = new StoreRefusal(log, Path.of("/var/pipit"));
    assertTrue(store.reason().startsWith("more waits for the disk of /var/pipit than"));
    log.fail();
    assertTrue(store.reason().startsWith("the disk of /var/pipit failed and nothing can be"));
  }

  // ---- done

  @Test
  void accountIsDurableBeforeItIsTold() {
    Future<Result> result = server.service().create(ann, "secret", AccountRole.USER);
    server.settle();
    assertFalse(result.isComplete());
    assertEquals(Result.DONE, done(result));
    assertTrue(hasPassword("secret"));
    Accounts again = new Accounts();
    log.reopened().replay(again);
    assertEquals(server.accounts.all(), again.all());
  }

  @Test
  void passwordIsChanged() {
    create("old");
    assertEquals(Result.DONE, done(server.service().changePassword(ann, "new")));
    assertTrue(hasPassword("new"));
    assertFalse(hasPassword("old"));
  }

  @ParameterizedTest
  @CsvSource({"ann,ann", "ANN,ann", "ann@pipit.test,ann", "Änn,änn"})
  void nameIsPrepared(String name, String local) {
    assertEquals(
        Answer.done(BareJid.of(local + "@pipit.test")), done(administration.create(name, "x")));
  }

  @Test
  void accountsAreListedInPages() {
    for (String name : List.of("b", "a", "a.b", "c")) {
      done(administration.create(name, "x"));
    }
    assertEquals(
        List.of("a@pipit.test", "a.b@pipit.test"),
        done(administration.list("", 2)).stream().map(BareJid::toString).toList());
    assertEquals(
        List.of("b@pipit.test", "c@pipit.test"),
        done(administration.list("a.b", 9)).stream().map(BareJid::toString).toList());
  }

  // ---- removal

  @Test
  void removalEndsStreamsSubscriptionsAndRequests() {
    TestClient client = server.login("ann", "a");
    TestClient bob = server.login("bob", "b");
    TestClient carol = server.login("carol", "c");
    TestClient dora = server.login("dora", "d");
    step(bob, "<presence type='subscribe' to='ann@pipit.test'/>");
    step(client, "<presence type='subscribed' to='bob@pipit.test'/>");
    step(client, "<presence type='subscribe' to='bob@pipit.test'/>");
    step(carol, "<presence type='subscribe' to='ann@pipit.test'/>");
    step(client, "<presence to='dora@pipit.test'/>");
    for (TestClient each : List.of(client, bob, carol, dora)) {
      each.ignore();
    }

    assertEquals(Result.DONE, done(server.service().remove(ann)));

    assertEquals(
        Optional.of(StreamError.Condition.NOT_AUTHORIZED),
        client.closedWith().map(StreamError::condition));
    bob.expect("<presence type='unavailable' from='ann@pipit.test/a' to='bob@pipit.test'/>");
    bob.expect("<presence type='unsubscribed' from='ann@pipit.test' to='bob@pipit.test'/>");
    assertEquals("iq", bob.next().name());
    bob.expect("<presence type='unsubscribe' from='ann@pipit.test' to='bob@pipit.test'/>");
    bob.expectNothing();
    carol.expect("<presence type='unsubscribed' from='ann@pipit.test' to='carol@pipit.test'/>");
    assertEquals("iq", carol.next().name());
    dora.expect("<presence type='unavailable' from='ann@pipit.test/a' to='dora@pipit.test'/>");
    dora.expectNothing();
    assertEquals(List.of(ann), server.removed);
    assertEquals(Optional.empty(), server.accounts.account(ann));
    assertFalse(server.snapshots.hasPresenceSubscription(ann, bob.account()));
    assertTrue(server.rightsLost.contains("ann@pipit.test bob@pipit.test"));
  }

  @Test
  void accountOfTheSameNameStartsAnew() {
    TestClient client = server.login("ann", "a");
    step(
        client,
        "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='x@pipit.test'/></query></iq>");
    done(server.service().remove(ann));
    create("again");
    TestClient again = server.connect("ann", "a");
    again.send("<iq type='get' id='g'><query xmlns='jabber:iq:roster'/></iq>");
    again.expect(
        "<iq type='result' id='g' to='ann@pipit.test/a'><query xmlns='jabber:iq:roster'/></iq>");
  }

  @Test
  void whatARemovedAccountStillSendsChangesNothing() {
    TestClient client = server.login("ann", "a");
    Future<Result> removal = server.service().remove(ann);
    server.settle();
    assertTrue(client.closedWith().isEmpty(), "not before it is durable");
    long position = log.appended();
    client.send(
        "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='x@pipit.test'/></query></iq>");
    client.send("<presence type='subscribe' to='x@pipit.test'/>");
    client.send("<presence><show>away</show></presence>");
    assertEquals(position, log.appended());
    assertEquals(Result.DONE, done(removal));
  }

  private void step(TestClient client, String xml) {
    client.send(xml);
    for (int i = 0; i < 4; i++) {
      server.sync();
    }
  }
}
