/**
 * Personal eventing (XEP-0163): what an account's bare JID is as a pubsub service. For the broker.
 */
@NullMarked
package io.pipit.pep;

import org.jspecify.annotations.NullMarked;
