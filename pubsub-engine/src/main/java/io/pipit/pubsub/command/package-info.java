/**
 * What can be asked of the engine. Values, made by a decoder or a door, decided by {@link
 * io.pipit.pubsub.PubsubEngine}.
 */
@NullMarked
package io.pipit.pubsub.command;

import org.jspecify.annotations.NullMarked;
