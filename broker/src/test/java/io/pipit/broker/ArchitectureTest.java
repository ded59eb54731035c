package io.pipit.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The direction of dependencies, over all modules that are in the runnable jar: {@code broker ->
 * {pep, bridges, devices} -> pubsub-engine}, and {@code devices -> pep}, for the vocabulary that
 * clients share. A change here is a change of the architecture.
 */
@AnalyzeClasses(
    packages = "io.pipit",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {

  /** The tests of another module, which are a jar when the whole build runs. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule modulesPointDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("engine")
          .definedBy("io.pipit.xmpp..", "io.pipit.pubsub..")
          .layer("pep")
          .definedBy("io.pipit.pep..")
          .layer("bridges")
          .definedBy("io.pipit.bridges..")
          .layer("devices")
          .definedBy("io.pipit.devices..")
          .layer("broker")
          .definedBy("io.pipit.broker..")
          .withOptionalLayers(true)
          .whereLayer("broker")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("pep")
          .mayOnlyBeAccessedByLayers("broker", "devices")
          .whereLayer("bridges")
          .mayOnlyBeAccessedByLayers("broker")
          .whereLayer("devices")
          .mayOnlyBeAccessedByLayers("broker")
          .whereLayer("engine")
          .mayNotAccessAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule engineAndPepArePlainLibraries =
      noClasses()
          .that()
          .resideInAnyPackage("io.pipit.xmpp..", "io.pipit.pubsub..", "io.pipit.pep..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.netty..",
              "org.mapdb..",
              "org.slf4j..",
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule bridgesSeeThePortAndTheVocabulary =
      noClasses()
          .that()
          .resideInAPackage("io.pipit.bridges..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.pipit.pubsub",
              "io.pipit.pubsub.command..",
              "io.pipit.pubsub.change..",
              "io.pipit.pubsub.notify..",
              "io.pipit.pubsub.store..",
              "io.pipit.pubsub.xml..",
              "io.pipit.broker..")
          .allowEmptyShould(true);

  /** The payloads of extended presence and the hashes of capabilities, not the service. */
  @ArchTest
  static final ArchRule devicesSeeTheVocabularyOfPep =
      noClasses()
          .that()
          .resideInAPackage("io.pipit.devices..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.pipit.pep");

  @ArchTest
  static final ArchRule onlyTheStoreSeesMapDb = only("io.pipit.broker.store..", "org.mapdb..");

  @ArchTest
  static final ArchRule onlyTheReaderSeesAalto =
      only(
          "io.pipit.xmpp.xml",
          "com.fasterxml.aalto..",
          "org.codehaus.stax2..",
          "javax.xml.stream..");

  @ArchTest
  static final ArchRule onlyBridgesAndDevicesSeePaho =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.pipit.bridges..", "io.pipit.devices..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.paho..");

  /** A door that needs the speed of its own buffers says so here; the others stay with Vert.x. */
  @ArchTest
  static final ArchRule onlyDoorsSeeNetty =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.pipit.broker.stream",
              "io.pipit.broker.routing",
              "io.pipit.broker.mqtt",
              "io.pipit.broker.mqtt.codec")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule packetsKnowNoConnection =
      noClasses()
          .that()
          .resideInAPackage("io.pipit.broker.mqtt.codec")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty.channel..");

  @ArchTest
  static final ArchRule onlyMetricsSeePrometheus =
      only("io.pipit.broker.metrics", "io.prometheus..");

  @ArchTest
  static final ArchRule onlyTheCommandLineSeesPicocli = only("io.pipit.broker.cli..", "picocli..");

  @ArchTest
  static final ArchRule onlyTheCommandLineConfiguresLogging =
      only("io.pipit.broker.cli..", "ch.qos.logback..");

  @ArchTest static final ArchRule logsThroughOneApi = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.pipit.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              new ArchCondition<>("reside in a package with @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                  events.add(new SimpleConditionEvent(type, marked, type.getName()));
                }
              });

  @ArchTest
  static void noPackageIsSplitOverModules(JavaClasses classes) {
    Map<String, Set<String>> split =
        classes.stream()
            .collect(
                groupingBy(JavaClass::getPackageName, mapping(ArchitectureTest::placeOf, toSet())));
    split.values().removeIf(places -> places.size() == 1);
    assertEquals(Map.of(), split);
  }

  /** The folder of classes or the jar from which a class was read. */
  private static String placeOf(JavaClass type) {
    URI source = type.getSource().orElseThrow().getUri();
    String path = source.toString();
    return path.substring(0, path.lastIndexOf("/io/pipit/"));
  }

  private static ArchRule only(String here, String... those) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(here)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(those);
  }
}
