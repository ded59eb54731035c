package io.pipit.pep.profile;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The moods of XEP-0107 3; those that only its text names and those that only its schema does
 * alike.
 */
public enum MoodValue {
  AFRAID,
  AMAZED,
  AMOROUS,
  ANGRY,
  ANNOYED,
  ANXIOUS,
  AROUSED,
  ASHAMED,
  BORED,
  BRAVE,
  CALM,
  CAUTIOUS,
  COLD,
  CONFIDENT,
  CONFUSED,
  CONTEMPLATIVE,
  CONTENTED,
  CRANKY,
  CRAZY,
  CREATIVE,
  CURIOUS,
  DEJECTED,
  DEPRESSED,
  DISAPPOINTED,
  DISGUSTED,
  DISMAYED,
  DISTRACTED,
  EMBARRASSED,
  ENVIOUS,
  EXCITED,
  FLIRTATIOUS,
  FRUSTRATED,
  GRATEFUL,
  GRIEVING,
  GRUMPY,
  GUILTY,
  HAPPY,
  HOPEFUL,
  HOT,
  HUMBLED,
  HUMILIATED,
  HUNGRY,
  HURT,
  IMPRESSED,
  IN_AWE,
  IN_LOVE,
  INDIGNANT,
  INTERESTED,
  INTOXICATED,
  INVINCIBLE,
  JEALOUS,
  LONELY,
  LOST,
  LUCKY,
  MEAN,
  MOODY,
  NERVOUS,
  NEUTRAL,
  OFFENDED,
  OUTRAGED,
  PLAYFUL,
  PROUD,
  RELAXED,
  RELIEVED,
  REMORSEFUL,
  RESTLESS,
  SAD,
  SARCASTIC,
  SATISFIED,
  SERIOUS,
  SHOCKED,
  SHY,
  SICK,
  SLEEPY,
  SPONTANEOUS,
  STRESSED,
  STRONG,
  SURPRISED,
  THANKFUL,
  THIRSTY,
  TIRED,
  UNDEFINED,
  WEAK,
  WORRIED;

  private static final Map<String, MoodValue> BY_WIRE =
      Arrays.stream(values()).collect(toUnmodifiableMap(MoodValue::wire, Function.identity()));

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name of its element. */
  public String wire() {
    return wire;
  }

  /** The mood of an element; empty for a name that is none. */
  public static Optional<MoodValue> ofWire(String wire) {
    return Optional.ofNullable(BY_WIRE.get(wire));
  }
}
