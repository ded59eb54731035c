package io.pipit.devices.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Waits on the test's thread. The bound is only there to end a test that hangs. */
public final class Await {

  private static final int SECONDS = 30;

  private Await() {}

  public static <T> T success(Future<T> future) {
    try {
      return completable(future).get(SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The reason of a future that has to fail. */
  public static XmppException.Reason reason(Future<?> future) {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class, () -> completable(future).get(SECONDS, TimeUnit.SECONDS));
    return assertInstanceOf(XmppException.class, failed.getCause()).reason();
  }

  private static <T> CompletableFuture<T> completable(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture();
  }
}
