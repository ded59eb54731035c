/**
 * The publish-subscribe engine: commands go in, outcomes come out, and nothing but {@code apply}
 * changes memory. A plain library: no thread, socket, file, clock or random source of its own. For
 * whoever owns a shard.
 */
@NullMarked
package io.pipit.pubsub.engine;

import org.jspecify.annotations.NullMarked;
