/** What is told to others once the changes it follows from are durable. */
@NullMarked
package io.pipit.pubsub.notify;

import org.jspecify.annotations.NullMarked;
