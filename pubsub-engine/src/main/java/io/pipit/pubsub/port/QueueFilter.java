package io.pipit.pubsub.port;

/**
 * Nodes whose items a queue gets.
 *
 * @param filter with wildcards, or the name of one node
 * @param assurance the most that is done for an item to arrive: 0 at most once, 1 at least once, 2
 *     once
 * @param noLocal whether what its own consumer publishes is left out: see {@link QueueSpec}
 * @param asPublished whether items say that they were published to stand
 * @param identifier by which its consumer knows it, 0 for none
 */
public record QueueFilter(
    String filter, int assurance, boolean noLocal, boolean asPublished, int identifier) {}
