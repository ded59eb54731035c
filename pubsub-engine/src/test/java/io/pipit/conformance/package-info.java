/** Which requirement is shown by which test: noted while the tests run, written as a page. */
@NullMarked
package io.pipit.conformance;

import org.jspecify.annotations.NullMarked;
