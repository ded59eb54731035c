/**
 * The vocabulary of publish-subscribe (XEP-0060): nodes' configurations, items, affiliations,
 * subscriptions, responses, errors, and what the engine asks of the world. For everybody. Knows
 * none of the packages below it.
 */
@NullMarked
package io.pipit.pubsub;

import org.jspecify.annotations.NullMarked;
