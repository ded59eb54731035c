package io.pipit.broker;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.stream.C2sOptions;
import io.pipit.broker.stream.HeapPressure;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.TlsMode;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.TreeBudget;
import io.pipit.xmpp.xml.XmlLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The options of streams as a configuration gives them. */
final class StreamSettings {

  private StreamSettings() {}

  static C2sOptions of(
      Configuration configuration,
      ServerCertificate certificate,
      List<Element> features,
      HeapPressure pressure) {
    Configuration.Listeners listeners = configuration.listeners();
    return new C2sOptions(
        BareJid.of(configuration.domain()),
        listeners.c2s().host(),
        listeners.c2s().port(),
        TlsMode.valueOf(listeners.c2s().tls().name()),
        listeners.c2sTls().host(),
        OptionalInt.of(listeners.c2sTls().port()),
        Optional.of(keys(certificate)),
        configuration.auth().plain(),
        configuration.auth().channelBinding(),
        limits(configuration.limits(), pressure),
        features);
  }

  static KeyCertOptions keys(ServerCertificate certificate) {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificate.chainPem()))
        .setKeyValue(Buffer.buffer(certificate.keyPem()));
  }

  private static StreamLimits limits(Configuration.Limits limits, HeapPressure pressure) {
    return new StreamLimits(
        share(limits.unauthenticated(), limits, false),
        share(limits.authenticated(), limits, true),
        new StreamLimits.Times(
            limits.bindTime(),
            limits.tlsTime(),
            limits.idle(),
            limits.idleGrace(),
            limits.closingTime()),
        new StreamLimits.Connections(
            limits.unauthenticatedPerAddress(),
            limits.unauthenticatedTotal(),
            limits.perAddress(),
            address -> limits.addressExempt().stream().anyMatch(block -> block.contains(address))),
        new StreamLimits.Heap(
            pressure,
            new TreeBudget(Runtime.getRuntime().maxMemory() / 100 * limits.treeHeapPercent())));
  }

  private static StreamLimits.Share share(
      Configuration.StreamLimits phase, Configuration.Limits limits, boolean authenticated) {
    return new StreamLimits.Share(
        new XmlLimits(
            phase.stanzaBytes(),
            phase.depth(),
            phase.elements(),
            phase.attributes(),
            phase.namespaces(),
            phase.nameBytes(),
            phase.attributeBytes(),
            phase.treeBytes(),
            phase.whitespaceBytes(),
            authenticated),
        phase.inboundBytesPerSecond(),
        authenticated ? limits.inboundBurstBytes() : 2 * phase.inboundBytesPerSecond(),
        phase.inFlight(),
        phase.outboundBytes(),
        limits.outboundStanzas());
  }
}
