/** Entity capabilities: what a resource supports, told by a hash in its presence. */
@NullMarked
package io.pipit.pep.caps;

import org.jspecify.annotations.NullMarked;
