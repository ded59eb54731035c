package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.pep.PepManager;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.junit.jupiter.api.Test;

/**
 * That the tests with Smack call every public method that its users have for pubsub. A new version
 * of Smack with a method more fails here, until a test drives it or it is listed with a reason.
 */
class SmackCoverageTest {

  /** How many there are: none when the importer looks into the wrong place. */
  private static final int OPERATIONS = 212;

  private static final String PUBSUB = PubSubManager.class.getPackageName();

  private static final String PART = "a part of a request or answer that Smack writes and reads";
  private static final String CHAT = "about the archive of chat, which is not that of a node";
  private static final String IMPLEMENTED = "what a user implements: the tests do";
  private static final String WORDS = "turns words of the protocol into each other";

  /** Why not, by the beginning of the name. */
  private static final Map<String, String> NOT_DRIVEN =
      Map.ofEntries(
          Map.entry("Affiliation.isAffiliationModification(", WORDS),
          Map.entry("AffiliationNamespace.", WORDS),
          Map.entry("AffiliationsExtension.", PART),
          Map.entry("ConfigureFormReader.getTitle(", "hidden by the title of the form itself"),
          Map.entry("ConfigureNodeFields.", WORDS),
          Map.entry("EmbeddedPacketExtension.", PART),
          Map.entry("FormNode.getForm(", PART),
          Map.entry("FormNodeType.", WORDS),
          Map.entry("GetItemsRequest.", PART),
          Map.entry("ItemDeleteListener.", IMPLEMENTED),
          Map.entry("ItemDeleteTranslator.", PART),
          Map.entry("ItemEventListener.", IMPLEMENTED),
          Map.entry("ItemEventTranslator.", PART),
          Map.entry("ItemNamespace.", WORDS),
          Map.entry("ItemsElementType.", WORDS),
          Map.entry("ItemsExtension.getNotify(", PART),
          Map.entry("MamManager.enableMamFor", CHAT),
          Map.entry("MamManager.getAdvancedConfigurationCommand(", CHAT),
          Map.entry("MamManager.getInstanceFor(MultiUserChat)", CHAT),
          Map.entry("MamManager.retrieveArchivingPreferences(", CHAT),
          Map.entry("MamManager.setDefaultBehavior(", CHAT),
          Map.entry("MamManager.updateArchivingPreferences(", CHAT),
          Map.entry("NodeConfigListener.", IMPLEMENTED),
          Map.entry("NodeConfigTranslator.", PART),
          Map.entry("OptionsExtension.", PART),
          Map.entry("PubSubElementType.", WORDS),
          Map.entry("PubSubFeature.support(", "whether the text says MUST or MAY"),
          Map.entry("SubscribeExtension.", PART),
          Map.entry("SubscribeOptionFields.valueOfFromElement(", WORDS),
          Map.entry("SubscriptionsExtension.", PART),
          Map.entry("SubscriptionsNamespace.", WORDS),
          Map.entry("UnsubscribeExtension.", PART));

  /** What everything has that is written as XML or is an enum, and says nothing about a server. */
  private static final Set<String> OF_EVERY_ELEMENT =
      Set.of(
          "toXML",
          "toString",
          "getElementName",
          "getNamespace",
          "getPubSubNamespace",
          "getQName",
          "values",
          "valueOf",
          "charAt",
          "length",
          "subSequence",
          "hashCode",
          "equals");

  @Test
  void everyOperationIsDriven() {
    ClassFileImporter importer = new ClassFileImporter();
    Set<String> operations =
        Stream.of(
                importer.importPackages(PUBSUB).stream(),
                importer.importClasses(PepManager.class, MamManager.class).stream())
            .flatMap(classes -> classes)
            .filter(SmackCoverageTest::isForUsers)
            .flatMap(type -> type.getMethods().stream())
            .filter(SmackCoverageTest::isOperation)
            .map(SmackCoverageTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> driven =
        importer
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(SmackCoverageTest.class.getPackageName())
            .stream()
            .flatMap(
                type ->
                    Stream.concat(
                        type.getCodeUnitCallsFromSelf().stream().map(call -> call.getTarget()),
                        type.getCodeUnitReferencesFromSelf().stream()
                            .map(reference -> reference.getTarget())))
            .map(CodeUnitAccessTarget::resolveMember)
            .flatMap(member -> member.stream())
            .map(SmackCoverageTest::name)
            .collect(Collectors.toSet());
    assertEquals(OPERATIONS, operations.size(), "another Smack than the one that was read");
    Set<String> missing = new TreeSet<>(operations);
    missing.removeAll(driven);
    Set<String> unlisted = new TreeSet<>(missing);
    unlisted.removeIf(name -> NOT_DRIVEN.keySet().stream().anyMatch(name::startsWith));
    assertEquals(Set.of(), unlisted, "neither driven nor listed");
    Set<String> stale = new TreeSet<>(NOT_DRIVEN.keySet());
    stale.removeIf(listed -> missing.stream().anyMatch(name -> name.startsWith(listed)));
    assertEquals(Set.of(), stale, "listed for nothing");
  }

  private static boolean isForUsers(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getSimpleName().endsWith("IntegrationTest")
        && Stream.of("provider", "packet", "util", "filter")
            .noneMatch(part -> type.getPackageName().equals(PUBSUB + "." + part));
  }

  private static boolean isOperation(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.PUBLIC)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
        && !method.getModifiers().contains(JavaModifier.BRIDGE)
        && !OF_EVERY_ELEMENT.contains(method.getName());
  }

  private static String name(JavaCodeUnit method) {
    return method.getOwner().getSimpleName()
        + "."
        + method.getName()
        + method.getRawParameterTypes().stream()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
