/** XML to command, and reply and notification to XML. No decisions beyond syntax. */
@NullMarked
package io.pipit.pubsub.xml;

import org.jspecify.annotations.NullMarked;
