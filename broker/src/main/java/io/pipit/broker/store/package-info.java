/**
 * What survives: the durable log ({@link io.pipit.broker.store.SegmentLog}), the data folder that
 * holds it, and the accounts, which are a view of it. For the broker's other packages.
 */
@NullMarked
package io.pipit.broker.store;

import org.jspecify.annotations.NullMarked;
