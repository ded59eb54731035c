package io.pipit.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Notes which requirement rows the tests of a module cite, in a tag or at the beginning of a
 * display name, where there may be several, and how those tests ended. Found by the JUnit platform
 * as a service; writes {@code target/conformance-N.tsv} of the module, one for each process in
 * which its tests run: row, test class, test, result.
 */
public final class RowListener implements TestExecutionListener {

  /** The prefixes of the tables under docs/requirements. */
  static final Pattern ROW =
      Pattern.compile("(PS|PEP|CAPS2?|COL|PF|XC)-[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final String FILE =
      "conformance-" + System.getProperty("pipit.test.fork", "0") + ".tsv";

  private final Set<String> lines = ConcurrentHashMap.newKeySet();
  private Optional<TestPlan> plan = Optional.empty();

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = Optional.of(started);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, "skipped");
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    note(
        test,
        switch (result.getStatus()) {
          case SUCCESSFUL -> "passed";
          case ABORTED -> "skipped";
          case FAILED -> "failed";
        });
  }

  private void note(TestIdentifier test, String result) {
    if (!test.isTest() && !result.equals("skipped")) {
      return;
    }
    for (String row : rows(test)) {
      lines.add(String.join("\t", row, className(test), methodName(test), result));
    }
  }

  private Set<String> rows(TestIdentifier test) {
    Set<String> rows = new LinkedHashSet<>();
    List<TestIdentifier> withParents = new ArrayList<>(List.of(test));
    plan.flatMap(known -> known.getParent(test)).ifPresent(withParents::add);
    for (TestIdentifier identifier : withParents) {
      for (TestTag tag : identifier.getTags()) {
        if (ROW.matcher(tag.getName()).matches()) {
          rows.add(tag.getName());
        }
      }
      String rest = identifier.getDisplayName();
      for (Matcher named = ROW.matcher(rest); named.lookingAt(); named = ROW.matcher(rest)) {
        rows.add(named.group());
        rest = rest.substring(named.end()).stripLeading();
      }
    }
    return rows;
  }

  private static String className(TestIdentifier test) {
    return test.getSource()
        .map(
            source ->
                source instanceof MethodSource method
                    ? method.getClassName()
                    : source instanceof ClassSource type ? type.getClassName() : "")
        .map(name -> name.substring(name.lastIndexOf('.') + 1).replace('$', '.'))
        .orElse("");
  }

  private static String methodName(TestIdentifier test) {
    return test.getSource()
        .map(source -> source instanceof MethodSource method ? method.getMethodName() : "")
        .orElse("");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    Path target = Path.of("target");
    if (lines.isEmpty() || !Files.isDirectory(target)) {
      return;
    }
    try {
      Files.write(target.resolve(FILE), new TreeSet<>(lines));
    } catch (IOException e) {
      throw new UncheckedIOException("the rows that the tests cite could not be noted", e);
    }
  }
}
