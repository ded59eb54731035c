package io.pipit.pep.caps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ResourceCapabilitiesTest {

  private static final String NODE = "https://example.org/client";
  private static final Element MOOD = info("urn:mood+notify", "urn:xmpp:ping");
  private static final Element TUNE = info("urn:tune+notify");

  private final CapabilitiesCache cache = new CapabilitiesCache();
  private final ResourceCapabilities resource = new ResourceCapabilities();
  private Instant now = Instant.parse("2026-03-04T05:06:07Z");

  @Nested
  class Refused {

    @Test
    @Tag("CAPS-5.4-mismatch-invalid")
    @Tag("CAPS-9.3-poisoning")
    @Tag("PS-9.2-verify-hash")
    @Tag("CAPS2-6.2.1-no-unverified")
    void resultThatIsNotWhatWasAnnounced() {
      for (Element announced : List.of(version(MOOD), hashSet(MOOD))) {
        resource.unavailable();
        ask(resource, announced, "q");
        answer(resource, "q", TUNE);
        assertEquals(Set.of(), resource.interests());
        assertEquals(0, cache.size());
        // Another entity of the same hash is asked itself.
        ResourceCapabilities other = new ResourceCapabilities();
        assertTrue(ask(other, announced, "q2").isPresent());
      }
    }

    /** What it is called is not hashed: all of these have the hash of the last. */
    @Test
    @Tag("CAPS-9.3-poisoning")
    @Tag("CAPS-9.2-preimage")
    void featuresThatPassForSomethingElse() {
      String place = "http://jabber.org/protocol/geoloc+notify";
      String mood = "urn:mood+notify";
      Element honest = info(place, mood);
      Element asForm =
          info(place)
              .withChildren(
                  Stream.concat(info(place).children().stream(), Stream.of(form(mood))).toList());
      Element asForms =
          info()
              .withChildren(
                  Stream.concat(info().children().stream(), Stream.of(form(place, mood))).toList());
      Element asIdentity =
          Element.builder("query", Ns.DISCO_INFO)
              .children(info(mood).elements())
              .child(
                  Element.builder("identity", Ns.DISCO_INFO)
                      .attribute("category", "http:/")
                      .attribute("type", "jabber.org")
                      .attribute(Element.XML_LANG, "protocol")
                      .attribute("name", "geoloc+notify")
                      .build())
              .build();
      for (Element poison : List.of(asForm, asForms, asIdentity)) {
        assertEquals(ver(honest), ver(poison));
        CapabilitiesCache poisoned = new CapabilitiesCache();
        ResourceCapabilities first = new ResourceCapabilities();
        first.available(version(honest), poisoned, "q", now);
        first.answered("q", poison, "", poisoned);
        ResourceCapabilities other = new ResourceCapabilities();
        other.available(version(honest), poisoned, "q", now);
        if (poisoned.size() == 0) {
          other.answered("q", honest, "", poisoned);
        }
        assertEquals(Set.of("http://jabber.org/protocol/geoloc", "urn:mood"), other.interests());
      }
    }

    private Element form(String type, String... fields) {
      Element.Builder form = Element.builder("x", Ns.DATA_FORMS).attribute("type", "result");
      form.child(
          Element.builder("field", Ns.DATA_FORMS)
              .attribute("var", "FORM_TYPE")
              .attribute("type", "hidden")
              .textElement("value", Ns.DATA_FORMS, type)
              .build());
      for (String field : fields) {
        form.child(Element.builder("field", Ns.DATA_FORMS).attribute("var", field).build());
      }
      return form.build();
    }

    @Test
    @Tag("CAPS-5.4-mismatch-invalid")
    void itIsNotAskedAgainForTheSame() {
      ask(resource, version(MOOD), "q");
      answer(resource, "q", TUNE);
      assertEquals(Optional.empty(), ask(resource, version(MOOD), "q2"));
    }

    @Test
    @Tag("CAPS-5.4-dup-identity")
    void illFormedResult() {
      Element twice = info("urn:mood+notify", "urn:mood+notify");
      ask(resource, c("sha-1", "anything"), "q");
      answer(resource, "q", twice);
      assertEquals(Set.of(), resource.interests());
      assertEquals(0, cache.size());
    }

    @Test
    @Tag("CAPS-9.2-preimage")
    void resultWithMoreFeaturesThanAnybodyNeeds() {
      List<String> features = new ArrayList<>();
      for (int i = 0; i <= Capabilities.MOST_FEATURES; i++) {
        features.add("urn:feature:" + i + "+notify");
      }
      Element large = info(features.toArray(String[]::new));
      ask(resource, version(large), "q");
      answer(resource, "q", large);
      assertEquals(Set.of(), resource.interests());
      assertEquals(0, cache.size());
    }

    @Test
    void errorInsteadOfAResult() {
      ask(resource, version(MOOD), "q");
      resource.answered("q", null, "", cache);
      assertEquals(Set.of(), resource.interests());
    }

    @Test
    void answerThatNobodyAskedFor() {
      answer(resource, "q", MOOD);
      ask(resource, version(MOOD), "q");
      answer(resource, "another", MOOD);
      assertEquals(Set.of(), resource.interests());
    }

    @Test
    void answerAboutWhatWasAnnouncedBefore() {
      ask(resource, version(MOOD), "q");
      ask(resource, version(TUNE), "q2");
      answer(resource, "q", MOOD);
      assertEquals(Set.of(), resource.interests());
      answer(resource, "q2", TUNE);
      assertEquals(Set.of("urn:tune"), resource.interests());
    }

    @Test
    void announcementOfUnreasonableLength() {
      assertEquals(Optional.empty(), ask(resource, c("sha-1", "x".repeat(5_000)), "q"));
    }

    @Test
    @Tag("CAPS-9.2-preimage")
    void moreThanSoManyQuestionsInAMinute() {
      for (int i = 0; i < ResourceCapabilities.QUESTIONS; i++) {
        assertTrue(ask(resource, c("sha-1", "v" + i), "q" + i).isPresent());
      }
      assertEquals(Optional.empty(), ask(resource, version(MOOD), "late"));
      now = now.plusSeconds(60);
      assertTrue(ask(resource, version(MOOD), "again").isPresent());
      answer(resource, "again", MOOD);
      assertEquals(Set.of("urn:mood"), resource.interests());
    }
  }

  @Test
  @Tag("CAPS-6.2-to-exact-jid")
  @Tag("CAPS-5.4-match-valid")
  @Tag("CAPS-4-element")
  @Tag("PEP-1-caps-flow")
  void unknownVersionIsAskedForAndThenKnownOfEverybody() {
    assertEquals(Optional.of(NODE + "#" + ver(MOOD)), ask(resource, version(MOOD), "q"));
    answer(resource, "q", MOOD);
    assertEquals(Set.of("urn:mood"), resource.interests());

    ResourceCapabilities other = new ResourceCapabilities();
    assertEquals(Optional.empty(), ask(other, version(MOOD), "q2"));
    assertEquals(Set.of("urn:mood"), other.interests());
  }

  @Test
  @Tag("CAPS2-4.4-verify")
  @Tag("CAPS2-5.5-query-node")
  @Tag("CAPS2-6.2.1-cache")
  @Tag("CAPS2-6.1-with-0115")
  void hashSetCountsBesideAnOlderAnnouncement() {
    Element both = presence(EntityCapabilities.element(NODE, ver(TUNE)), hashSetElement(MOOD));
    assertEquals(Optional.of(CapabilityHashes.nodes(MOOD).get(0)), ask(resource, both, "q"));
    answer(resource, "q", MOOD);
    assertEquals(Set.of("urn:mood"), resource.interests());
  }

  @Test
  @Tag("CAPS2-7.2-upgrade")
  void hashOfOneProtocolIsNotTakenForTheOther() {
    String hash = CapabilityHashes.hash(HashFunction.SHA_256, MOOD, "").orElseThrow();
    ask(resource, hashSet(MOOD), "q");
    answer(resource, "q", MOOD);
    ResourceCapabilities other = new ResourceCapabilities();
    assertTrue(ask(other, c("sha-256", hash), "q2").isPresent());
  }

  @Test
  @Tag("CAPS-9.1-other-hash")
  void otherHashFunctionsAreVerified() {
    String hash = EntityCapabilities.verificationString(MOOD, HashFunction.SHA_256).orElseThrow();
    ask(resource, c("sha-256", hash), "q");
    answer(resource, "q", MOOD);
    assertEquals(Set.of("urn:mood"), resource.interests());
    assertEquals(1, cache.size());
  }

  @Test
  @Tag("CAPS-5.4-no-hash-legacy")
  @Tag("CAPS-5.4-unknown-hash")
  void whatCannotBeVerifiedCountsForThatResourceAlone() {
    for (Element announced : List.of(c("", "1.0"), c("md5", "abc"))) {
      ResourceCapabilities one = new ResourceCapabilities();
      ask(one, announced, "q");
      answer(one, "q", MOOD);
      assertEquals(Set.of("urn:mood"), one.interests());
      assertEquals(0, cache.size());
      assertTrue(ask(new ResourceCapabilities(), announced, "q2").isPresent());
    }
  }

  @Test
  @Tag("CAPS2-6.2-not-every-presence")
  @Tag("CAPS-8.3-directed")
  void absenceIsNoLossAndNoSupport() {
    assertEquals(Optional.empty(), ask(resource, presence(), "q"));
    assertEquals(Set.of(), resource.interests());
    ask(resource, version(MOOD), "q");
    answer(resource, "q", MOOD);
    assertEquals(Optional.empty(), ask(resource, presence(), "q2"));
    assertEquals(Set.of("urn:mood"), resource.interests());
  }

  @Test
  @Tag("CAPS-8.2-cache-session")
  @Tag("PEP-4.3.3-not-on-update")
  void newInterestsAreToldOnce() {
    ask(resource, version(MOOD), "q");
    assertEquals(Set.of(), resource.takeNewInterests());
    answer(resource, "q", MOOD);
    assertEquals(Set.of("urn:mood"), resource.takeNewInterests());
    ask(resource, version(MOOD), "q2");
    assertEquals(Set.of(), resource.takeNewInterests());

    ask(resource, version(TUNE), "q3");
    assertEquals(Set.of("urn:mood"), resource.interests(), "until the new ones are known");
    answer(resource, "q3", TUNE);
    assertEquals(Set.of("urn:tune"), resource.takeNewInterests());
    ask(resource, version(MOOD), "q4");
    assertEquals(Set.of("urn:mood"), resource.interests());
    assertEquals(Set.of("urn:mood"), resource.takeNewInterests(), "it went and came again");
    assertEquals(Set.of(), resource.takeNewInterests());

    resource.unavailable();
    assertEquals(Set.of(), resource.interests());
    ask(resource, version(MOOD), "q5");
    assertEquals(Set.of("urn:mood"), resource.takeNewInterests());
  }

  /** Newest items follow at once as long as a resource does not change its mind all the time. */
  @Test
  @Tag("CAPS-6.1-recompute")
  void whatFollowsFromManyChangesWaitsForTheEndOfTheMinute() {
    Instant began = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < ResourceCapabilities.CHANGES; i++) {
      assertEquals(Duration.ZERO, resource.untilTold(began.plusSeconds(i)));
    }
    assertEquals(Duration.ofSeconds(20), resource.untilTold(began.plusSeconds(40)));
    assertEquals(Duration.ofMillis(1), resource.untilTold(began.plusMillis(59_999)));
    assertEquals(Duration.ZERO, resource.untilTold(began.plusSeconds(60)));
    for (int i = 0; i < ResourceCapabilities.CHANGES; i++) {
      resource.untilTold(began.plusSeconds(61));
    }
    assertEquals(Duration.ofSeconds(59), resource.untilTold(began.plusSeconds(61)));
    resource.unavailable();
    assertEquals(Duration.ZERO, resource.untilTold(began.plusSeconds(61)), "it has come");
  }

  @Test
  @Tag("CAPS-8.2-cache-persist")
  void cacheForgetsWhatWasNotAskedForLongest() {
    String longest = "n".repeat(900);
    Element first = info(longest + "0+notify");
    for (int i = 0; i < 1_300; i++) {
      ResourceCapabilities one = new ResourceCapabilities();
      Element info = info(longest + i + "+notify");
      ask(one, version(info), "q" + i);
      answer(one, "q" + i, info);
      ask(new ResourceCapabilities(), version(first), "keep");
      assertTrue(cache.weight() <= CapabilitiesCache.MOST_WEIGHT);
    }
    assertTrue(cache.size() > 900 && cache.size() < 1_200, cache.size() + " entries");
    assertEquals(Optional.empty(), ask(new ResourceCapabilities(), version(first), "q"));
    Element second = info(longest + "1+notify");
    assertTrue(ask(new ResourceCapabilities(), version(second), "q").isPresent());
  }

  private Optional<String> ask(ResourceCapabilities of, Element presence, String id) {
    return of.available(presence, cache, id, now);
  }

  private void answer(ResourceCapabilities of, String id, Element info) {
    of.answered(id, info, "", cache);
  }

  private static String ver(Element info) {
    return EntityCapabilities.verificationString(info).orElseThrow();
  }

  private static Element version(Element info) {
    return presence(EntityCapabilities.element(NODE, ver(info)));
  }

  private static Element hashSet(Element info) {
    return presence(hashSetElement(info));
  }

  private static Element hashSetElement(Element info) {
    return CapabilityHashes.element(info);
  }

  /** An announcement with this hash attribute; without one when it is empty. */
  private static Element c(String hash, String ver) {
    Element.Builder c =
        Element.builder("c", EntityCapabilities.NAMESPACE)
            .attribute("node", NODE)
            .attribute("ver", ver);
    return presence(hash.isEmpty() ? c.build() : c.attribute("hash", hash).build());
  }

  private static Element presence(Element... children) {
    return Element.builder("presence", Ns.CLIENT).children(List.of(children)).build();
  }

  private static Element info(String... features) {
    Element.Builder info =
        Element.builder("query", Ns.DISCO_INFO)
            .child(
                Element.builder("identity", Ns.DISCO_INFO)
                    .attribute("category", "client")
                    .attribute("type", "pc")
                    .build());
    for (String feature : features) {
      info.child(Element.builder("feature", Ns.DISCO_INFO).attribute("var", feature).build());
    }
    return info.build();
  }
}
