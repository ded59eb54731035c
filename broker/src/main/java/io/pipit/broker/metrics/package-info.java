/**
 * What the broker counts. The only package that declares Prometheus metrics, so that another client
 * library can take their place behind {@link io.pipit.broker.metrics.BrokerMetrics}.
 */
@NullMarked
package io.pipit.broker.metrics;

import org.jspecify.annotations.NullMarked;
