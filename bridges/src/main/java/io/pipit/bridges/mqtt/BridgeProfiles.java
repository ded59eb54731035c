package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.HomeAssistantProfile;
import io.pipit.bridges.mqtt.profile.HomieProfile;
import io.pipit.bridges.mqtt.profile.PayloadProfile;
import io.pipit.bridges.mqtt.profile.PlainProfile;
import io.pipit.bridges.mqtt.profile.SparkplugProfile;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The profiles of one bridge, one of each kind: all entries of a kind share what it remembers.
 * Confined to the loop of its bridge.
 */
public final class BridgeProfiles implements Function<PayloadKind, PayloadProfile> {

  private final Clock clock;
  private final Map<PayloadKind, PayloadProfile> profiles = new EnumMap<>(PayloadKind.class);

  public BridgeProfiles(Clock clock) {
    this.clock = clock;
  }

  @Override
  public PayloadProfile apply(PayloadKind kind) {
    return profiles.computeIfAbsent(kind, this::profile);
  }

  private PayloadProfile profile(PayloadKind kind) {
    return switch (kind) {
      case AUTO, JSON, TEXT, BINARY, XML -> new PlainProfile(kind.word());
      case SPARKPLUG -> new SparkplugProfile(clock);
      case HOMIE -> new HomieProfile();
      case HA_DISCOVERY -> new HomeAssistantProfile();
    };
  }
}
