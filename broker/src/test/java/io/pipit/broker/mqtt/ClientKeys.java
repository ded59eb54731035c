package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufUtil;
import io.pipit.broker.mqtt.codec.PacketBytes;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * An authority and the keys that it has signed, made by the JDK's keytool. Confined to its test.
 */
final class ClientKeys {

  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path folder;
  private final Path file;

  ClientKeys(Path folder) throws Exception {
    this.folder = folder;
    this.file = folder.resolve("clients.p12");
    keytool(AUTHORITY, "CN=" + AUTHORITY, "-ext", "bc=ca:true");
  }

  /** Makes a key whose certificate the authority has signed. */
  ClientKeys signed(String alias, String subject, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-signer", AUTHORITY));
    arguments.addAll(List.of(more));
    return keytool(alias, subject, arguments.toArray(new String[0]));
  }

  /** Makes a key that has signed itself. */
  ClientKeys selfSigned(String alias, String subject) throws Exception {
    return keytool(alias, subject);
  }

  /** The argument of keytool for a certificate with these {@code id-on-xmppAddr}. */
  static String xmppAddresses(String... addresses) {
    byte[] names = new byte[0];
    for (String address : addresses) {
      byte[] text = PacketBytes.bytes(0x0C, address.length(), address.getBytes(UTF_8));
      byte[] oid = PacketBytes.bytes(0x06, 8, 0x2B, 6, 1, 5, 5, 7, 8, 5);
      byte[] value = PacketBytes.bytes(oid, 0xA0, text.length, text);
      names = PacketBytes.bytes(names, 0xA0, value.length, value);
    }
    return "2.5.29.17=" + ByteBufUtil.hexDump(PacketBytes.bytes(0x30, names.length, names));
  }

  private ClientKeys keytool(String alias, String subject, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", subject));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", file.toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return this;
  }

  private KeyStore store() throws Exception {
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  /** The certificate of the authority, in PEM. */
  Path authority() throws Exception {
    return pem(AUTHORITY);
  }

  /** The certificate of a key, in PEM. */
  Path pem(String alias) throws Exception {
    return write(alias + ".crt", "CERTIFICATE", store().getCertificate(alias).getEncoded());
  }

  /** The key, in PEM. */
  Path key(String alias) throws Exception {
    byte[] key = store().getKey(alias, PASSWORD.toCharArray()).getEncoded();
    return write(alias + ".key", "PRIVATE KEY", key);
  }

  private Path write(String name, String type, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n",
        US_ASCII);
  }

  /**
   * What a client needs that trusts a server.
   *
   * @param alias of the key that it shows; empty for none
   */
  SSLContext context(Path serverCertificate, String alias) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(serverCertificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = alias.isEmpty() ? null : new KeyManager[] {new Insistent(store(), alias)};
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  /** Shows its certificate also to a server that names other authorities. */
  private static final class Insistent extends X509ExtendedKeyManager {

    private final String alias;
    private final PrivateKey key;
    private final X509Certificate[] chain;

    Insistent(KeyStore store, String alias) throws Exception {
      this.alias = alias;
      this.key = (PrivateKey) store.getKey(alias, PASSWORD.toCharArray());
      this.chain =
          Stream.of(store.getCertificateChain(alias))
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return alias;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return alias;
    }

    @Override
    public X509Certificate[] getCertificateChain(String asked) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String asked) {
      return key;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {alias};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      throw new UnsupportedOperationException("a client's");
    }
  }
}
