/** What was decided and is stored. The only thing that changes memory, live and at replay. */
@NullMarked
package io.pipit.pubsub.change;

import org.jspecify.annotations.NullMarked;
