package io.pipit.broker.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The value of every key and where it comes from: defaults, then file, environment and flags, the
 * later winning. Immutable.
 */
public final class Settings {

  private final Map<Key<?>, Setting> values;

  Settings(Map<Key<?>, Setting> values) {
    this.values = Map.copyOf(values);
  }

  static Settings defaults() {
    Map<Key<?>, Setting> values = new LinkedHashMap<>();
    Keys.ALL.forEach(key -> values.put(key, byDefault(key)));
    return new Settings(values);
  }

  static Setting byDefault(Key<?> key) {
    return new Setting(key.defaultValue(), Origin.DEFAULT);
  }

  @SuppressWarnings("unchecked") // the loader stores what the type of the key has parsed
  <T> T get(Key<T> key) {
    return (T) setting(key).value();
  }

  Origin origin(Key<?> key) {
    return setting(key).origin();
  }

  private Setting setting(Key<?> key) {
    return Objects.requireNonNull(values.get(key), key.path());
  }

  /** Every key with its value as text, in the order of the documentation. */
  public List<Shown> shown() {
    return Keys.ALL.stream().map(this::show).toList();
  }

  private Shown show(Key<?> key) {
    Origin origin = origin(key);
    return new Shown(key.path(), shownValue(key), origin.where(), !origin.isDefault());
  }

  /** The value as text, without what is secret. */
  <T> String shownValue(Key<T> key) {
    return origin(key).hidden() ? "***" : key.type().write(get(key));
  }

  /** The paths of keys that were given but do nothing in this version. */
  public List<String> notYetAvailable() {
    return Keys.ALL.stream()
        .filter(key -> key.effect() == Key.Effect.NOT_YET && !origin(key).isDefault())
        .map(Key::path)
        .toList();
  }

  /** The same as lines for a person, with where each was given. */
  public List<String> notices() {
    return shown().stream()
        .filter(shown -> notYetAvailable().contains(shown.path()))
        .map(shown -> shown.path() + " (" + shown.origin() + ") is not yet available; ignored")
        .toList();
  }

  /**
   * What these are, but what a reload takes over as others have it.
   *
   * @param later read again, for the same node
   */
  public Settings takeOver(Settings later) {
    Map<Key<?>, Setting> taken = new LinkedHashMap<>(values);
    Keys.ALL.stream()
        .filter(key -> key.effect() == Key.Effect.LIVE)
        .forEach(key -> taken.put(key, later.setting(key)));
    return new Settings(taken);
  }

  /**
   * The keys whose values are others there, in the order of the documentation. What is used once is
   * none of them.
   */
  public Changes changes(Settings later) {
    return new Changes(changes(later, Key.Effect.LIVE), changes(later, Key.Effect.ON_START));
  }

  private List<String> changes(Settings later, Key.Effect effect) {
    return Keys.ALL.stream()
        .filter(key -> key.effect() == effect)
        .filter(key -> !setting(key).value().equals(later.setting(key).value()))
        .map(Key::path)
        .toList();
  }

  /**
   * Keys with other values than before.
   *
   * @param live those that a reload takes over
   * @param restart those that take effect with the next start
   */
  public record Changes(List<String> live, List<String> restart) {}

  record Setting(Object value, Origin origin) {}

  /**
   * One line of {@code pipit config show}.
   *
   * @param value as written in the file, {@code ***} when it came from a file of its own
   * @param isSet whether somebody gave it
   */
  public record Shown(String path, String value, String origin, boolean isSet) {}
}
