package io.pipit.pep.profile;

import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bookmark of a room, whose address is the id of the item (XEP-0402 3). Any thread.
 *
 * @param name as its owner calls the room, null for none
 * @param autojoin whether clients enter the room by themselves
 * @param nick of the owner in the room, null for the usual one
 * @param password of the room, null for none
 * @param others all other children, the extensions among them; those of no other namespace are in
 *     this one, in whatever form they came
 */
public record Bookmark(
    @Nullable String name,
    boolean autojoin,
    @Nullable String nick,
    @Nullable String password,
    List<Element> others) {

  public static final String NAMESPACE = "urn:xmpp:bookmarks:1";

  public static final PayloadFormat<Bookmark> FORMAT =
      new RecordFormat<>(
          "conference", NAMESPACE, Bookmark::read, bookmark -> bookmark.write(NAMESPACE));

  public Bookmark {
    others = List.copyOf(others);
  }

  /** Reads a {@code conference} of this form or, but for its address, of XEP-0048. */
  static Reading<Bookmark> read(Element conference) {
    String own = conference.namespace();
    Optional<Boolean> autojoin =
        DataForm.readBoolean(conference.attribute("autojoin", "false").strip());
    if (autojoin.isEmpty()) {
      return new Reading.Invalid<>("<conference/>: autojoin is neither true nor false");
    }
    String nick = null;
    String password = null;
    List<Element> others = new ArrayList<>();
    for (Element child : conference.elements()) {
      if (nick == null && child.is("nick", own)) {
        nick = child.text();
      } else if (password == null && child.is("password", own)) {
        password = child.text();
      } else {
        others.add(moved(child, own, NAMESPACE));
      }
    }
    return new Reading.Valid<>(
        new Bookmark(
            conference.attribute("name").orElse(null), autojoin.get(), nick, password, others));
  }

  /** The {@code conference} of this form or, but for its address, of XEP-0048. */
  Element write(String namespace) {
    Element.Builder conference =
        Element.builder("conference", namespace).attribute("name", Optional.ofNullable(name));
    if (autojoin) {
      conference.attribute("autojoin", "true");
    }
    if (nick != null) {
      conference.textElement("nick", namespace, nick);
    }
    if (password != null) {
      conference.textElement("password", namespace, password);
    }
    for (Element other : others) {
      conference.child(moved(other, NAMESPACE, namespace));
    }
    return conference.build();
  }

  private static Element moved(Element child, String from, String to) {
    return child.namespace().equals(from) ? renamed(child, to) : child;
  }

  private static Element renamed(Element child, String namespace) {
    Element.Builder moved = Element.builder(child.name(), namespace);
    for (int i = 0; i < child.attributeCount(); i++) {
      moved.attribute(child.attributeName(i), child.attributeValue(i));
    }
    return moved.children(child.children()).build();
  }

  /**
   * What becomes of this when a client that knows XEP-0048 alone says how it is to be: children
   * that such clients drop stay (XEP-0402 3, extensions).
   */
  public Bookmark updated(Bookmark said) {
    List<Element> merged = new ArrayList<>(others);
    merged.removeIf(
        kept -> said.others.stream().anyMatch(each -> each.is(kept.name(), kept.namespace())));
    merged.addAll(said.others);
    // What is said as it was, in whatever order, is no change.
    boolean isSame = merged.size() == others.size() && merged.containsAll(others);
    return new Bookmark(
        said.name, said.autojoin, said.nick, said.password, isSame ? others : merged);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Bookmark[name=" + name + ", autojoin=" + autojoin + ", nick=" + nick + "]";
  }
}
