/**
 * What bridges see of the node: they publish, read and subscribe by this, and know no more of it
 * than the vocabulary. Its types are its own, so that the engine can change behind it.
 */
@NullMarked
package io.pipit.pubsub.port;

import org.jspecify.annotations.NullMarked;
