/**
 * The configuration of a node: one declaration per key in {@link io.pipit.broker.config.Keys}, from
 * which reading, environment names, the schema, the documentation and the example file come. For
 * all parts of the broker.
 */
@NullMarked
package io.pipit.broker.config;

import org.jspecify.annotations.NullMarked;
