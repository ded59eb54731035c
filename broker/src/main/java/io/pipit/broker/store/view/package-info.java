/**
 * What need not be on the heap: a view of the log in MapDB, which can be thrown away and made
 * again.
 */
@NullMarked
package io.pipit.broker.store.view;

import org.jspecify.annotations.NullMarked;
