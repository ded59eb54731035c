package io.pipit.broker.store.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index on its way to a file.
 *
 * @param rest where it will be in that file
 * @param chunks of an index that was on the heap
 * @param before where the chunks are, of one that was not; else null
 * @param generation of the file in which they are
 */
public record TakenIndex(Rest rest, List<byte[]> chunks, @Nullable Rest before, int generation) {}
