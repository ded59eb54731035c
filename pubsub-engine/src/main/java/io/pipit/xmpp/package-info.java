/**
 * The vocabulary of XMPP: addresses, elements, stanzas, errors, forms and result sets. Plain values
 * without I/O, for every module.
 */
@NullMarked
package io.pipit.xmpp;

import org.jspecify.annotations.NullMarked;
