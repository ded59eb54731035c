package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import org.jspecify.annotations.Nullable;

/**
 * A room that somebody is in (XEP-0194). Any thread.
 *
 * @param uri of the room, null for {@link #NONE} alone
 * @param name null for none
 * @param topic null for none
 */
public record Chatting(@Nullable String uri, @Nullable String name, @Nullable String topic) {

  public static final String NAMESPACE = "urn:xmpp:chatting:0";

  /** The room was left (2.2). */
  public static final Chatting NONE = new Chatting(null, null, null);

  public static final PayloadFormat<Chatting> FORMAT =
      new RecordFormat<>("room", NAMESPACE, Chatting::read, Chatting::write);

  private static Reading<Chatting> read(Element room) {
    if (room.firstElement().isEmpty()) {
      return new Reading.Valid<>(NONE);
    }
    Children children = new Children(room);
    children.require("uri");
    Chatting chatting =
        new Chatting(children.uri("uri"), children.text("name"), children.text("topic"));
    return children.reading(() -> chatting);
  }

  private Element write() {
    return new PayloadBuilder("room", NAMESPACE)
        .child("name", name)
        .child("topic", topic)
        .child("uri", uri)
        .build();
  }
}
