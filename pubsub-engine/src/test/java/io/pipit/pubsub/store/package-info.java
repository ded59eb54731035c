/** The contracts of the stores, for every implementation to run. */
@NullMarked
package io.pipit.pubsub.store;

import org.jspecify.annotations.NullMarked;
