/**
 * What extended presence is made of: one record for each payload, with the format that reads and
 * writes it. For the broker and for the device kit.
 */
@NullMarked
package io.pipit.pep.profile;

import org.jspecify.annotations.NullMarked;
