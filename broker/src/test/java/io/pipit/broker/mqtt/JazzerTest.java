package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pipit.broker.mqtt.codec.ReaderTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Has Jazzer look for inputs that take new ways through the MQTT door: it instruments that code, in
 * a process of its own. What it finds of interest stays in {@code target/jazzer}, and a later run
 * goes on from there.
 */
@Tag("soak")
class JazzerTest {

  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
  private static final int SECONDS = Integer.getInteger("pipit.test.fuzz", 60);

  private @Nullable Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {ReaderTarget.class, ConnectionTarget.class})
  void findsNothing(Class<?> target) throws Exception {
    assumeJazzer();
    Path folder = Path.of("target", "jazzer", target.getSimpleName()).toAbsolutePath();
    List<byte[]> seeds =
        target == ReaderTarget.class ? FuzzSeeds.ofReader() : FuzzSeeds.ofConnections();
    String output = run(target, folder, seeds, SECONDS);
    assertTrue(output.contains("Done "), () -> "it did not run to its end: " + output);
  }

  /** The test can fail: what a target throws ends it, and the input is kept. */
  @Test
  void findsWhatATargetThrows() throws Exception {
    assumeJazzer();
    Path folder = Path.of("target", "jazzer", "Throwing").toAbsolutePath();
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () -> run(Throwing.class, folder, List.of(new byte[] {1}), SECONDS));
    assertTrue(String.valueOf(found.getMessage()).contains("two was found"), found::getMessage);
  }

  /** A target that an input of the byte 2 breaks. */
  public static final class Throwing {
    private Throwing() {}

    public static void fuzzerTestOneInput(byte[] input) {
      if (input.length == 1 && input[0] == 2) {
        throw new IllegalStateException("two was found");
      }
    }
  }

  private static void assumeJazzer() {
    boolean isThere;
    try {
      Class.forName(JAZZER, false, JazzerTest.class.getClassLoader());
      isThere = true;
    } catch (ClassNotFoundException notThere) {
      isThere = false;
    }
    assumeTrue(isThere, "Jazzer is on the class path with -Psoak only");
  }

  private String run(Class<?> target, Path folder, List<byte[]> seeds, int seconds)
      throws IOException, InterruptedException {
    Path first = Files.createDirectories(folder.resolve("seeds"));
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path output = folder.resolve("output.txt");
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(first.resolve("seed-" + i), seeds.get(i));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("-XX:+EnableDynamicAgentLoading");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(JAZZER);
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=io.pipit.broker.mqtt.**");
    command.add("--custom_hook_includes=io.pipit.broker.mqtt.**");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-max_total_time=" + seconds);
    command.add("-max_len=2000");
    command.add("-print_final_stats=1");
    command.add(corpus.toString());
    command.add(first.toString());
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(folder.toFile())
            .start();
    assertTrue(
        process.waitFor(seconds + 300L, TimeUnit.SECONDS), "Jazzer does not come to its end");
    String said = Files.readString(output, UTF_8);
    assertEquals(0, process.exitValue(), () -> "the input is in " + folder + "\n" + said);
    return said;
  }
}
