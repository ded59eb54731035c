package io.pipit.broker.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has SIGHUP do something else than end this process, until that is undone. Where the signal is
 * ignored already, as under nohup, it stays so.
 *
 * <p>The JDK has signals in {@code sun.misc} alone, of which javac warns whatever one says; so they
 * are reached by their names.
 */
final class HangUp {

  private static final Logger log = LoggerFactory.getLogger(HangUp.class);

  private final Undo undo;

  private interface Undo {
    void run() throws ReflectiveOperationException;
  }

  private HangUp(Undo undo) {
    this.undo = undo;
  }

  /** Runs something on a thread of its own for each SIGHUP. */
  static HangUp runs(Runnable reaction) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Method handle = signals.getMethod("handle", signals, handlers);
      Object hangUp = signals.getConstructor(String.class).newInstance("HUP");
      Object handler =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  reaction.run();
                }
                return null;
              });
      Object before = handle.invoke(null, hangUp, handler);
      return new HangUp(() -> handle.invoke(null, hangUp, before));
    } catch (ReflectiveOperationException e) {
      log.atInfo()
          .addKeyValue("event", "config.reload")
          .addKeyValue("reason", reason(e))
          .log("this Java does not tell of SIGHUP; use 'pipit reload'");
      return new HangUp(() -> {});
    }
  }

  private static String reason(ReflectiveOperationException e) {
    return String.valueOf(e instanceof InvocationTargetException ? e.getCause() : e);
  }

  /** From now on SIGHUP does what it did before. */
  void undo() throws ReflectiveOperationException {
    undo.run();
  }
}
