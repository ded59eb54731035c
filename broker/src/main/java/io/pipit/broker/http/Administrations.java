package io.pipit.broker.http;

/** What an administrator does over HTTP, by what it is about. */
public record Administrations(
    UserAdministration users,
    NodeAdministration nodes,
    QueueAdministration queues,
    CopyAdministration copies,
    BridgeAdministration bridges,
    Reload reload,
    Shutdown shutdown) {}
