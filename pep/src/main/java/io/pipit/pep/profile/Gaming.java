package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import org.jspecify.annotations.Nullable;

/**
 * A game that somebody plays (XEP-0196). Any thread.
 *
 * @param name of the game, null for {@link #NONE} alone
 * @param level that is reached, null for none
 * @param uri of the game, null for none
 * @param serverName where it is played, null for none
 * @param serverAddress host name or IP address of that, null for none
 * @param characterName as whom it is played, null for none
 * @param characterProfile URI of that, null for none
 */
public record Gaming(
    @Nullable String name,
    @Nullable String level,
    @Nullable String uri,
    @Nullable String serverName,
    @Nullable String serverAddress,
    @Nullable String characterName,
    @Nullable String characterProfile) {

  public static final String NAMESPACE = "urn:xmpp:gaming:0";

  /** The game is over (2.2). */
  public static final Gaming NONE = new Gaming(null, null, null, null, null, null, null);

  public static final PayloadFormat<Gaming> FORMAT =
      new RecordFormat<>("game", NAMESPACE, Gaming::read, Gaming::write);

  /** A game without further words. */
  public static Gaming of(String name) {
    return new Gaming(name, null, null, null, null, null, null);
  }

  private static Reading<Gaming> read(Element game) {
    if (game.firstElement().isEmpty()) {
      return new Reading.Valid<>(NONE);
    }
    Children children = new Children(game);
    children.require("name");
    Gaming gaming =
        new Gaming(
            children.text("name"),
            children.text("level"),
            children.uri("uri"),
            children.text("server_name"),
            children.text("server_address"),
            children.text("character_name"),
            children.uri("character_profile"));
    return children.reading(() -> gaming);
  }

  private Element write() {
    return new PayloadBuilder("game", NAMESPACE)
        .child("character_name", characterName)
        .child("character_profile", characterProfile)
        .child("level", level)
        .child("name", name)
        .child("server_address", serverAddress)
        .child("server_name", serverName)
        .child("uri", uri)
        .build();
  }
}
