package io.pipit.broker.module;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.UserAdministration;
import io.pipit.broker.module.AccountService.Result;
import io.pipit.broker.store.Account;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The accounts as the administration over HTTP sees them. Any thread. */
public final class HttpUserAdministration implements UserAdministration {

  private final Accounts accounts;
  private final AccountService service;
  private final StoreRefusal store;

  public HttpUserAdministration(Accounts accounts, AccountService service, StoreRefusal store) {
    this.accounts = accounts;
    this.service = service;
    this.store = store;
  }

  @Override
  public Future<List<BareJid>> list(String after, int limit) {
    return Future.succeededFuture(
        accounts.all().stream()
            .map(Account::jid)
            .filter(jid -> jid.local().compareTo(after) > 0)
            .sorted(Comparator.comparing(BareJid::local))
            .limit(limit)
            .toList());
  }

  @Override
  public Future<Answer<BareJid>> create(String name, String password) {
    return with(name, jid -> service.create(jid, password, AccountRole.USER), true);
  }

  @Override
  public Future<Answer<BareJid>> changePassword(String name, String password) {
    return with(name, jid -> service.changePassword(jid, password), false);
  }

  @Override
  public Future<Answer<BareJid>> remove(String name) {
    return with(name, service::remove, false);
  }

  /** A name that cannot be one is the name of nobody, except where it is to become one. */
  private Future<Answer<BareJid>> with(
      String name, Function<BareJid, Future<Result>> act, boolean isNew) {
    Optional<BareJid> jid = service.address(name);
    if (jid.isEmpty()) {
      return Future.succeededFuture(
          isNew
              ? Answer.refused(
                  ErrorCode.BAD_USER_NAME, "\"" + name + "\" cannot be the name of an account")
              : noSuchUser(name));
    }
    return act.apply(jid.get()).map(result -> answer(jid.get(), result));
  }

  private Answer<BareJid> answer(BareJid jid, Result result) {
    return switch (result) {
      case DONE -> Answer.done(jid);
      case EXISTS -> Answer.refused(ErrorCode.USER_EXISTS, "there is an account " + jid);
      case MISSING -> noSuchUser(jid.toString());
      case BAD_PASSWORD ->
          Answer.refused(
              ErrorCode.NO_PASSWORD, "the password is empty or has characters that none may have");
      case BUSY -> Answer.refused(ErrorCode.UNAVAILABLE, store.reason());
    };
  }

  private static Answer<BareJid> noSuchUser(String name) {
    return Answer.refused(ErrorCode.NO_SUCH_USER, "there is no account " + name);
  }
}
