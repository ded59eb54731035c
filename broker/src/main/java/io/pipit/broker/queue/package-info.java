/**
 * What waits for doors, as the log has it: queues, their changes and the records of those. Knows
 * nothing of threads, files or consumers.
 */
@NullMarked
package io.pipit.broker.queue;

import org.jspecify.annotations.NullMarked;
