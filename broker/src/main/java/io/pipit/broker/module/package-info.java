/** One unit per protocol extension, each with a registration line in {@code Modules}. */
@NullMarked
package io.pipit.broker.module;

import org.jspecify.annotations.NullMarked;
