package io.pipit.broker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this build. Any thread. */
public final class Version {

  private Version() {}

  /** A semantic version, as the build wrote it. */
  public static String pipit() {
    Properties properties = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(properties.getProperty("version"));
  }

  /** The version of the Java that runs. */
  public static String java() {
    return System.getProperty("java.version");
  }
}
