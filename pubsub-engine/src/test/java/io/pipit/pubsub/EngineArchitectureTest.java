package io.pipit.pubsub;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The engine is a plain library: what it needs of the world comes in as arguments. The rules over
 * all modules are the broker's test.
 */
@AnalyzeClasses(packages = "io.pipit", importOptions = DoNotIncludeTests.class)
class EngineArchitectureTest {

  @ArchTest
  static final ArchRule holdsOnlyItsOwnPackages =
      classes().should().resideInAnyPackage("io.pipit.xmpp..", "io.pipit.pubsub..");

  @ArchTest
  static final ArchRule knowsNoNetworkFileOrStore =
      noClasses()
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

  /**
   * Files and streams have no place here. The exception that says that a log cannot be read is part
   * of the interface of the store, and the reader of JSON says so what is none.
   */
  @ArchTest
  static final ArchRule doesNoInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat(
              describe(
                  "are streams or files of java.io",
                  type ->
                      type.getPackageName().equals("java.io")
                          && !type.getSimpleName().equals("Serializable")
                          && !type.getSimpleName().endsWith("IOException")));

  @ArchTest
  static final ArchRule takesTimeAndChanceFromItsCaller =
      noClasses()
          .that()
          .resideInAPackage("io.pipit.pubsub..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, SecureRandom.class, ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule vocabularyKnowsNothingAboveIt =
      noClasses()
          .that()
          .resideInAPackage("io.pipit.xmpp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.pipit.pubsub..");

  @ArchTest
  static final ArchRule vocabularyKnowsNoParser =
      noClasses()
          .that()
          .resideInAPackage("io.pipit.xmpp")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.pipit.xmpp.xml..");

  @ArchTest
  static final ArchRule onlyTheReaderSeesAalto =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pipit.xmpp.xml")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.fasterxml.aalto..", "org.codehaus.stax2..", "javax.xml.stream..");

  @ArchTest
  static final ArchRule onlyTheEngineSeesJackson =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pipit.pubsub.engine")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule onlyTheVocabularySeesPrecis =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pipit.xmpp")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("rocks.xmpp..");

  /** Bridges see it, and are not to see the engine by it. */
  @ArchTest
  static final ArchRule portKnowsTheVocabularyAlone =
      classes()
          .that()
          .resideInAPackage("io.pipit.pubsub.port")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.pipit.xmpp", "io.pipit.pubsub.port");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.pipit.(**)").should().beFreeOfCycles();
}
