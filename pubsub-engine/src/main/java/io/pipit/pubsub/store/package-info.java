/**
 * What the engine asks of storage: a log that is the truth and views that can be thrown away, with
 * implementations in memory. The contracts are tests in the test jar, run by every implementation.
 */
@NullMarked
package io.pipit.pubsub.store;

import org.jspecify.annotations.NullMarked;
