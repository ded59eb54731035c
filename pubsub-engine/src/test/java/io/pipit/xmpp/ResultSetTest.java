package io.pipit.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pipit.xmpp.ResultSet.Page;
import io.pipit.xmpp.ResultSet.Position;
import io.pipit.xmpp.ResultSet.Reading;
import io.pipit.xmpp.ResultSet.Refused;
import io.pipit.xmpp.ResultSet.Request;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultSetTest {

  private static final List<String> LETTERS = List.of("a", "b", "c", "d", "e");

  private static Reading read(String content) {
    String set = "<set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set>";
    return ResultSet.readRequest(XmlDocument.parse(set.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<Page<String>> page(Request request) {
    return ResultSet.page(LETTERS, letter -> letter, request, 100);
  }

  private static Page<String> pageOf(Request request) {
    return page(request).orElseThrow();
  }

  @Test
  @Tag("PF-0059-max")
  @Tag("PF-0059-backwards")
  void readsRequests() {
    assertEquals(new Request(null, Position.START, "", 0), read(""));
    assertEquals(Request.first(10), read("<max>10</max>"));
    assertEquals(Request.first(10), read("<max> 10 </max><new xmlns='urn:n'>x</new>"));
    assertEquals(Request.first(10), read("<max>10</max><after/>"));
    assertEquals(Request.after("x", 10), read("<max>10</max><after>x</after>"));
    assertEquals(Request.before("x", 10), read("<max>10</max><before>x</before>"));
    assertEquals(Request.last(10), read("<max>10</max><before/>"));
    assertEquals(new Request(5, Position.INDEX, "", 7), read("<max>5</max><index>7</index>"));
    assertEquals(Request.first(Integer.MAX_VALUE), read("<max>99999999999999999999</max>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<max/>",
        "<max>-1</max>",
        "<max>ten</max>",
        "<max>1.5</max>",
        "<max>0x10</max>",
        "<index/>",
        "<index>-1</index>",
        "<after>a</after><before>b</before>",
        "<before/><index>1</index>",
        "<after>a</after><after>b</after>",
      })
  void refusesRequestsThatMakeNoSense(String content) {
    Refused refused = assertInstanceOf(Refused.class, read(content));
    assertEquals(StanzaError.Condition.BAD_REQUEST, refused.error().condition());
  }

  @Test
  void writesRequestsAsTheyAreRead() {
    for (Request request :
        List.of(
            Request.first(0),
            Request.after("<x>", 1),
            Request.before("x", 2),
            Request.last(3),
            new Request(null, Position.START, "", 0),
            new Request(4, Position.INDEX, "", 5))) {
      assertEquals(request, ResultSet.readRequest(request.toElement()));
    }
  }

  @Test
  @Tag("PF-0059-index")
  void writesWhatAPageSays() {
    ResultSet set = new ResultSet("a", 0, "b", 5);
    assertEquals(
        "<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first>"
            + "<last>b</last><count>5</count></set>",
        XmlWriter.text(set.toElement()));
    assertEquals(set, ResultSet.read(set.toElement()));
    assertEquals(
        new ResultSet("a", null, "b", null),
        ResultSet.read(new ResultSet("a", null, "b", null).toElement()));
    assertEquals(
        Optional.of(set.toElement()), ResultSet.find(Element.of("items", "", set.toElement())));
  }

  @Test
  @Tag("PF-0059-forwards")
  @Tag("PF-0059-max")
  @Tag("PF-0059-index")
  void pagesForwards() {
    assertEquals(
        new Page<>(List.of("a", "b"), new ResultSet("a", 0, "b", 5)), pageOf(Request.first(2)));
    assertEquals(
        new Page<>(List.of("c", "d"), new ResultSet("c", 2, "d", 5)),
        pageOf(Request.after("b", 2)));
    assertEquals(
        new Page<>(List.of("e"), new ResultSet("e", 4, "e", 5)), pageOf(Request.after("d", 2)));
  }

  @Test
  @Tag("PF-0059-backwards")
  @Tag("PF-0059-index")
  void pagesBackwardsInTheOrderOfTheSet() {
    assertEquals(
        new Page<>(List.of("d", "e"), new ResultSet("d", 3, "e", 5)), pageOf(Request.last(2)));
    assertEquals(
        new Page<>(List.of("b", "c"), new ResultSet("b", 1, "c", 5)),
        pageOf(Request.before("d", 2)));
    assertEquals(
        new Page<>(List.of("a"), new ResultSet("a", 0, "a", 5)), pageOf(Request.before("b", 2)));
  }

  @Test
  @Tag("PF-0059-one-item")
  void aPageOfOneItemBeginsAndEndsWithIt() {
    assertEquals(new ResultSet("c", 2, "c", 5), pageOf(Request.after("b", 1)).set());
  }

  @Test
  @Tag("PF-0059-one-item")
  @Tag("PF-0059-empty-set")
  void anEmptyPageHasNeitherFirstNorLast() {
    ResultSet nothing = new ResultSet(null, null, null, 5);
    assertEquals(nothing, pageOf(Request.after("e", 2)).set());
    assertEquals(nothing, pageOf(Request.before("a", 2)).set());
    assertEquals(nothing, pageOf(new Request(2, Position.INDEX, "", 9)).set());
    assertEquals(
        new ResultSet(null, null, null, 0),
        ResultSet.page(List.<String>of(), letter -> letter, Request.last(2), 100)
            .orElseThrow()
            .set());
  }

  @Test
  @Tag("PF-0059-count-only")
  void maxZeroGivesTheCountAlone() {
    for (Request request : List.of(Request.first(0), Request.last(0), Request.after("b", 0))) {
      assertEquals(new Page<>(List.of(), new ResultSet(null, null, null, 5)), pageOf(request));
    }
  }

  @Test
  @Tag("PF-0059-not-found")
  void anUnknownUidGivesNoPage() {
    assertEquals(Optional.empty(), page(Request.after("x", 2)));
    assertEquals(Optional.empty(), page(Request.before("x", 2)));
  }

  @Test
  @Tag("PF-0059-by-index")
  void pagesByIndex() {
    assertEquals(
        new Page<>(List.of("d", "e"), new ResultSet("d", 3, "e", 5)),
        pageOf(new Request(2, Position.INDEX, "", 3)));
  }

  @Test
  @Tag("PF-0059-max")
  void theServiceLimitsThePage() {
    assertEquals(
        3, ResultSet.page(LETTERS, l -> l, read1("<max>9</max>"), 3).orElseThrow().items().size());
    assertEquals(3, ResultSet.page(LETTERS, l -> l, read1(""), 3).orElseThrow().items().size());
  }

  private static Request read1(String content) {
    return assertInstanceOf(Request.class, read(content));
  }

  @Property(tries = 200)
  @net.jqwik.api.Tag("PF-0059-forwards")
  @net.jqwik.api.Tag("PF-0059-backwards")
  void allPagesTogetherAreTheSet(
      @ForAll @IntRange(max = 40) int size, @ForAll @IntRange(min = 1, max = 7) int max) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add("i" + i);
    }
    List<String> forwards = new ArrayList<>();
    Page<String> page = ResultSet.page(all, i -> i, Request.first(max), 100).orElseThrow();
    while (!page.items().isEmpty()) {
      forwards.addAll(page.items());
      String last = forwards.get(forwards.size() - 1);
      page = ResultSet.page(all, i -> i, Request.after(last, max), 100).orElseThrow();
    }
    assertEquals(all, forwards);

    List<String> backwards = new ArrayList<>();
    page = ResultSet.page(all, i -> i, Request.last(max), 100).orElseThrow();
    while (!page.items().isEmpty()) {
      backwards.addAll(0, page.items());
      page = ResultSet.page(all, i -> i, Request.before(backwards.get(0), max), 100).orElseThrow();
    }
    assertEquals(all, backwards);
  }
}
