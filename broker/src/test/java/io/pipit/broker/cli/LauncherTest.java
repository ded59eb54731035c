package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a copy of its surroundings, with a java and a mvn that say how they were called.
 */
class LauncherTest {

  /** What servers are given so that they give memory back. */
  private static final String QUIET =
      "-XX:G1PeriodicGCInterval=60000 -XX:MaxHeapFreeRatio=50 -XX:InitialRAMPercentage=0.1";

  /** Says how it was called, unless it is to archive its classes. */
  private static final String JAVA =
      """
      for option; do
        case $option in
          -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
            echo "$*" >>"$0.archived"
            [ ! -f "$0.fails" ] || exit 1
            echo classes >"${option#*=}"
            exit 0 ;;
        esac
      done
      pwd
      echo "java $*"
      exit 7
      """;

  private final Path folder;
  private final Path home;
  private final Path bin;
  private final Path jar;
  private String options = "";

  LauncherTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.home = this.folder.resolve("home");
    this.bin = this.folder.resolve("jdk/bin");
    this.jar = home.resolve("broker/target/pipit.jar");
  }

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(bin);
    Files.createDirectories(home.resolve("broker/src/main/java"));
    Files.createDirectories(home.resolve("broker/target"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("broker/pom.xml"), "<project/>");
    Files.writeString(home.resolve("broker/src/main/java/A.java"), "class A {}");
    Files.copy(Path.of("../pipit"), home.resolve("pipit"));
    release("17.0.1");
    program("java", JAVA);
    program("mvn", "echo \"mvn $*\" >> '" + folder.resolve("calls") + "'; touch '" + jar + "'");
    // Whatever is written from now on is newer than the sources.
    for (String source : List.of("pom.xml", "broker/pom.xml", "broker/src/main/java/A.java")) {
      age(home.resolve(source));
    }
    age(home.resolve("broker/src/main/java"));
    age(home.resolve("broker/src/main"));
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
  }

  private void release(String version) throws IOException {
    Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void program(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ended(int exit, String out, String err) {}

  private Ended launch(String... arguments) throws Exception {
    Path err = folder.resolve("err");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    List<String> command = new ArrayList<>(List.of("sh", home.resolve("pipit").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("PIPIT_JAVA_OPTS", options);
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), out, Files.readString(err));
  }

  private List<String> builds() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void missingJarIsBuiltOnceAndJavaTakesOver() throws Exception {
    Ended first = launch("version", "a b");
    assertEquals(7, first.exit());
    assertEquals(
        folder.resolve("elsewhere")
            + "\njava -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "
            + jar
            + " version a b\n",
        first.out());
    assertEquals("pipit: building " + jar + "\n", first.err());
    Ended second = launch("version");
    assertEquals("", second.err());
    assertEquals(1, builds().size());
    assertTrue(builds().get(0).contains("-pl broker -am -Dquick -DskipTests"));
  }

  @Test
  void newerSourceIsBuilt() throws Exception {
    Files.writeString(jar, "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
    launch("version");
    assertEquals(0, builds().size());
    Files.setLastModifiedTime(
        home.resolve("broker/src/main/java/A.java"),
        FileTime.from(Instant.parse("2022-01-01T00:00:00Z")));
    launch("version");
    assertEquals(1, builds().size());
  }

  private List<String> archived() throws IOException {
    Path calls = bin.resolve("java.archived");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private Path archive() throws IOException {
    try (Stream<Path> files = Files.list(jar.resolveSibling(""))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findAny().orElseThrow();
    }
  }

  @Test
  void serversRunWithTheJvmsOwnChoicesAndTheClassesOfARehearsal() throws Exception {
    Ended ended = launch("run");
    assertTrue(ended.err().contains("pipit: preparing faster starts with this Java\n"));
    assertTrue(
        ended
            .out()
            .contains(
                "java "
                    + QUIET
                    + " -XX:SharedArchiveFile="
                    + archive()
                    + " -Xlog:cds*=off -XX:+ExitOnOutOfMemoryError -jar "
                    + jar
                    + " run\n"),
        ended.out());
    assertEquals(1, archived().size());
    assertTrue(archived().get(0).endsWith(" -jar " + jar + " rehearse"));
    assertEquals("", launch("run").err());
    assertEquals(1, archived().size());
  }

  @Test
  void otherVerbsUseTheArchiveButDoNotMakeIt() throws Exception {
    assertFalse(launch("version").out().contains("SharedArchiveFile"));
    assertEquals(List.of(), archived());
    launch("demo");
    assertTrue(launch("version").out().contains("-XX:SharedArchiveFile=" + archive()));
  }

  @Test
  void newJarAndOtherJavaGetAnArchiveOfTheirOwn() throws Exception {
    launch("run");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    launch("run");
    assertEquals(2, archived().size());
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
    release("17.0.2");
    launch("run");
    assertEquals(3, archived().size());
  }

  @Test
  void laterJavaHasACacheAheadOfTime() throws Exception {
    release("25");
    String out = launch("run").out();
    assertTrue(out.contains("-XX:AOTCache=" + archive() + " -Xlog:aot*=off -Xlog:cds*=off "), out);
    assertTrue(archived().get(0).startsWith("-XX:AOTCacheOutput="));
    // Otherwise the cache would not fit.
    assertTrue(archived().get(0).contains(" -XX:+UseCompactObjectHeaders "));
    assertTrue(out.contains("java -XX:+UseCompactObjectHeaders "), out);
  }

  @Test
  void startGoesOnWithoutAnArchiveThatCannotBeMade() throws Exception {
    Files.writeString(bin.resolve("java.fails"), "");
    Ended ended = launch("run");
    assertEquals(7, ended.exit());
    assertTrue(ended.out().contains("java " + QUIET + " -XX:+ExitOnOutOfMemoryError -jar "));
    assertEquals("", launch("run").err());
    assertEquals(1, archived().size());
  }

  @Test
  void ownChoicesAboutArchivesAreLeftAlone() throws Exception {
    options = "-Xshare:off";
    assertTrue(
        launch("run")
            .out()
            .contains("java " + QUIET + " -Xshare:off -XX:+ExitOnOutOfMemoryError -jar "));
    assertEquals(List.of(), archived());
  }

  @Test
  void laterJavaMayUseUnsafe() throws Exception {
    release("25");
    assertTrue(launch("version").out().contains(" --sun-misc-unsafe-memory-access=allow "));
  }

  @Test
  void whatTheEnvironmentSaysComesLater() throws Exception {
    release("25");
    options = "-XX:-UseCompactObjectHeaders";
    assertTrue(
        launch("version")
            .out()
            .contains("java -XX:+UseCompactObjectHeaders -XX:-UseCompactObjectHeaders "));
    options = "-XX:G1PeriodicGCInterval=0";
    assertTrue(launch("run").out().contains(" " + QUIET + " -XX:G1PeriodicGCInterval=0 "));
  }

  @Test
  void commandsDoNotRunLongEnoughToGiveMemoryBack() throws Exception {
    assertFalse(launch("version").out().contains("G1Periodic"));
  }

  @Test
  void oldJavaIsRefused() throws Exception {
    release("11.0.2");
    Ended ended = launch("version");
    assertEquals(1, ended.exit());
    assertEquals(
        "pipit: java is too old ("
            + bin.resolve("java")
            + " is version 11); Pipit needs 17 or later\n",
        ended.err());
  }

  @Test
  void missingJavaIsExplained() throws Exception {
    Files.delete(bin.resolve("java"));
    Ended ended = launch("version");
    assertEquals(1, ended.exit());
    assertEquals(
        "pipit: there is no java in JAVA_HOME (" + folder.resolve("jdk") + ")\n", ended.err());
  }

  @Test
  void failedBuildShowsWhyAndStartsNothing() throws Exception {
    program("mvn", "echo broken; exit 1");
    Ended ended = launch("version");
    assertEquals(1, ended.exit());
    assertEquals("", ended.out());
    assertTrue(ended.err().endsWith("broken\npipit: the build failed\n"), ended.err());
  }

  @Test
  void deadBuilderIsNoObstacle() throws Exception {
    Path lock = Files.createDirectories(home.resolve("broker/target/launcher-build.lock"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));
    assertEquals(7, launch("version").exit());
    assertEquals(1, builds().size());
  }
}
