package io.pipit.broker.bridge;

import io.pipit.bridges.mqtt.Bridge;
import io.pipit.bridges.mqtt.BridgeEnvironment;
import io.pipit.bridges.mqtt.BridgeOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives a bridge a context of its own, from its start to its stop. */
final class BridgeVerticle extends VerticleBase {

  private final BridgeParts parts;
  private final BridgeOptions options;
  private volatile @Nullable Bridge bridge;

  BridgeVerticle(BridgeParts parts, BridgeOptions options) {
    this.parts = parts;
    this.options = options;
  }

  /** Any thread, once it is deployed. */
  Bridge bridge() {
    return Objects.requireNonNull(bridge);
  }

  @Override
  public Future<?> start() {
    Context own = context;
    Bridge started =
        new Bridge(
            new BridgeEnvironment(
                vertx,
                own,
                parts.ports().apply(task -> own.runOnContext(here -> task.run())),
                parts.clock(),
                parts.domain(),
                parts.domain(),
                parts.metrics().of(options.name())),
            options);
    bridge = started;
    return started.start();
  }

  @Override
  public Future<?> stop() {
    return bridge().stop();
  }
}
