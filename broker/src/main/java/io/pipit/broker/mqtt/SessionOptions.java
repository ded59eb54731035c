package io.pipit.broker.mqtt;

import io.pipit.xmpp.BareJid;
import java.time.Duration;

/**
 * What a session may hold, and how it answers.
 *
 * @param service whose nodes the topics are
 * @param inFlight messages of QoS 1 and 2 on their way to a client of MQTT 3.1.1
 * @param receiveMaximum publishes of QoS 1 and 2 that a client of MQTT 5 has without answer
 * @param topicAliases that a client of MQTT 5 may use, and the node towards it
 * @param maxQos the highest QoS of a subscription
 * @param queueItems messages that wait for a client
 * @param queueBytes of those
 * @param queueAge how long they wait
 * @param maxExpiry how long a session is kept without a connection, in whole seconds; zero for
 *     sessions that end with theirs
 * @param filters topic filters of one session
 * @param retained messages that a client gets for one filter when it subscribes
 * @param refusedDisconnects whether a refused publish of MQTT 3.1.1 ends the connection, in place
 *     of being acknowledged
 * @param presence whether clients are available resources of their accounts
 */
public record SessionOptions(
    BareJid service,
    int inFlight,
    int receiveMaximum,
    int topicAliases,
    int maxQos,
    int queueItems,
    long queueBytes,
    Duration queueAge,
    Duration maxExpiry,
    int filters,
    int retained,
    boolean refusedDisconnects,
    boolean presence) {}
