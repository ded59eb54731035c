package io.pipit.bridges.mqtt.link;

import java.util.ResourceBundle;

/**
 * Says nothing of what Paho says: it writes a line for each message of QoS 2 and a stack for each
 * socket that is closed, past the log of the node. What matters is told by the link. Made by Paho
 * by its name, so it is public.
 */
public final class SilentPahoLog
    implements org.eclipse.paho.mqttv5.client.logging.Logger,
        org.eclipse.paho.client.mqttv3.logging.Logger {

  /** From now on, for everything of Paho in this process. */
  static void use() {
    String name = SilentPahoLog.class.getName();
    org.eclipse.paho.mqttv5.client.logging.LoggerFactory.setLogger(name);
    org.eclipse.paho.client.mqttv3.logging.LoggerFactory.setLogger(name);
  }

  @Override
  public void initialise(ResourceBundle catalogue, String logger, String resource) {}

  @Override
  public void setResourceName(String name) {}

  @Override
  public boolean isLoggable(int level) {
    return false;
  }

  @Override
  public void severe(String type, String method, String message) {}

  @Override
  public void severe(String type, String method, String message, Object[] inserts) {}

  @Override
  public void severe(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void warning(String type, String method, String message) {}

  @Override
  public void warning(String type, String method, String message, Object[] inserts) {}

  @Override
  public void warning(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void info(String type, String method, String message) {}

  @Override
  public void info(String type, String method, String message, Object[] inserts) {}

  @Override
  public void info(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void config(String type, String method, String message) {}

  @Override
  public void config(String type, String method, String message, Object[] inserts) {}

  @Override
  public void config(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void fine(String type, String method, String message) {}

  @Override
  public void fine(String type, String method, String message, Object[] inserts) {}

  @Override
  public void fine(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void finer(String type, String method, String message) {}

  @Override
  public void finer(String type, String method, String message, Object[] inserts) {}

  @Override
  public void finer(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void finest(String type, String method, String message) {}

  @Override
  public void finest(String type, String method, String message, Object[] inserts) {}

  @Override
  public void finest(
      String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void log(
      int level, String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public void trace(
      int level, String type, String method, String message, Object[] inserts, Throwable thrown) {}

  @Override
  public String formatMessage(String message, Object[] inserts) {
    return message;
  }

  @Override
  public void dumpTrace() {}
}
