package io.pipit.bridges.mqtt;

/**
 * Something that stands here because a topic of the broker retains it, as far as this bridge knows.
 *
 * @param topic at the broker
 * @param entry by which it came
 * @param node where it stands
 * @param seq of the item there
 */
record Mirrored(String topic, SubscribeMapping entry, String node, long seq) {}
