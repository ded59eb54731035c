/** XEP-0060 as scripts: what is sent to a whole node over its sockets, and what comes back. */
@NullMarked
package io.pipit.broker.script;

import org.jspecify.annotations.NullMarked;
