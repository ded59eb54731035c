package io.pipit.broker.config;

import io.pipit.xmpp.DnsName;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds, checks and makes the certificate of a domain. Blocks: never on an event loop. The clock of
 * the process is used for nothing but the moment that is passed in.
 */
public final class Certificates {

  private static final String ALIAS = "server";
  private static final String PASSWORD = "changeit";
  private static final int SAN_DNS = 2;
  private static final int VALID_DAYS = 825;
  private static final long KEYTOOL_SECONDS = 60;

  private Certificates() {}

  /**
   * The certificate that a configuration names, or the one in DATA/certs. It is refused when it
   * cannot be read, its key does not match, it has expired or is not valid yet, or is not for the
   * domain.
   *
   * @return empty when none is configured and there is none in DATA/certs
   * @throws ConfigurationException with everything that is wrong with it
   */
  public static Optional<ServerCertificate> find(Configuration configuration, Instant now)
      throws ConfigurationException {
    Configuration.Tls tls = configuration.tls();
    if (tls.certfile().isPresent() && tls.keyfile().isPresent()) {
      return Optional.of(
          load(
              tls.certfile().get(),
              tls.keyfile().get(),
              tls.chainfile(),
              configuration.domain(),
              now));
    }
    Path certificate = certificateFile(configuration);
    return Files.exists(certificate)
        ? Optional.of(
            load(
                certificate, keyFile(configuration), Optional.empty(), configuration.domain(), now))
        : Optional.empty();
  }

  /** Whether a certificate is configured or in DATA/certs, usable or not. */
  public static boolean exists(Configuration configuration) {
    return configuration.tls().certfile().isPresent()
        || Files.exists(certificateFile(configuration));
  }

  /**
   * As {@link #find}, and makes a self-signed certificate in DATA/certs when there is none.
   *
   * @throws ConfigurationException with everything that is wrong with the one that there is
   * @throws IOException when none can be made
   */
  public static ServerCertificate findOrMake(Configuration configuration, Instant now)
      throws ConfigurationException, IOException {
    Optional<ServerCertificate> found = find(configuration, now);
    if (found.isPresent()) {
      return found.get();
    }
    makeSelfSigned(configuration);
    return find(configuration, now).orElseThrow(() -> new IOException("no certificate was made"));
  }

  /** {@code DATA/certs/DOMAIN.crt}, in ASCII, which every file system takes. */
  public static Path certificateFile(Configuration configuration) {
    return configuration.certificates().resolve(DnsName.of(configuration.domain()) + ".crt");
  }

  /** {@code DATA/certs/DOMAIN.key}. */
  public static Path keyFile(Configuration configuration) {
    return configuration.certificates().resolve(DnsName.of(configuration.domain()) + ".key");
  }

  /**
   * Makes a self-signed certificate (EC P-256) for the domain, its pubsub service and this machine,
   * with the keytool of the running JDK. The key file is readable by its owner only.
   */
  public static void makeSelfSigned(Configuration configuration) throws IOException {
    Path folder = configuration.certificates();
    PrivateFiles.createFolder(folder);
    Path temporary = Files.createTempDirectory(folder, "new");
    Path store = temporary.resolve("server.p12");
    try {
      keytool(DnsName.of(configuration.domain()), store);
      KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      PrivateKey key = (PrivateKey) made.getKey(ALIAS, PASSWORD.toCharArray());
      Certificate certificate = made.getCertificate(ALIAS);
      // Each file is there whole or not at all. The key first: a certificate that exists has its
      // key.
      PrivateFiles.write(keyFile(configuration), PemFile.write("PRIVATE KEY", key.getEncoded()));
      PrivateFiles.write(
          certificateFile(configuration), PemFile.write("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("keytool made a certificate that cannot be read", e);
    } finally {
      Files.deleteIfExists(store);
      Files.delete(temporary);
    }
  }

  private static void keytool(String domain, Path store) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String names = "dns:" + domain + ",dns:pubsub." + domain;
    // The store is removed at once and only we can read its folder: its password guards nothing.
    List<String> command =
        List.of(
            keytool.toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
            "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
            "-J-Dkeystore.pkcs12.macIterationCount=1",
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-sigalg",
            "SHA256withECDSA",
            "-dname",
            "CN=" + domain,
            "-ext",
            "san=" + names + (domain.equals("localhost") ? "" : ",dns:localhost") + ",ip:127.0.0.1",
            // A peer whose clock is slow accepts it too.
            "-startdate",
            "-1d",
            "-validity",
            Integer.toString(VALID_DAYS),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    try {
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("keytool did not end in " + KEYTOOL_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a certificate was made", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException("keytool failed: " + output.strip());
    }
  }

  /**
   * Loads PEM files and checks that they can serve a domain.
   *
   * @throws ConfigurationException with everything that is wrong
   */
  static ServerCertificate load(
      Path certfile, Path keyfile, Optional<Path> chainfile, String domain, Instant now)
      throws ConfigurationException {
    try {
      List<X509Certificate> chain = new ArrayList<>(PemFile.certificates(read(certfile)));
      if (chain.isEmpty()) {
        throw unusable(certfile, "holds no certificate in PEM");
      }
      if (chainfile.isPresent()) {
        chain.addAll(PemFile.certificates(read(chainfile.get())));
      }
      PrivateKey key =
          PemFile.privateKey(read(keyfile), chain.get(0).getPublicKey())
              .orElseThrow(() -> unusable(keyfile, "holds no private key in PEM without password"));
      List<Problem> problems = check(certfile, keyfile, chain.get(0), key, domain, now);
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new ServerCertificate(chain, key);
    } catch (GeneralSecurityException e) {
      throw unusable(certfile, "or its key cannot be decoded: " + FileFault.describe(e));
    }
  }

  /**
   * The file of the authorities of clients, which holds at least one certificate.
   *
   * @throws ConfigurationException when it does not, or cannot be read
   */
  public static Optional<Path> clientAuthorities(Configuration configuration)
      throws ConfigurationException {
    return clientAuthorities(configuration, "");
  }

  /**
   * As {@link #find} and {@link #clientAuthorities(Configuration)}, and says where a file was
   * named.
   *
   * @throws ConfigurationException with everything that is wrong with all of them
   */
  public static void check(ConfigurationLoader.Loaded loaded, Instant now)
      throws ConfigurationException {
    List<Problem> problems = new ArrayList<>();
    try {
      Optional<ServerCertificate> unused = find(loaded.configuration(), now);
    } catch (ConfigurationException wrong) {
      problems.addAll(wrong.problems());
    }
    try {
      checkClientAuthorities(loaded);
    } catch (ConfigurationException wrong) {
      problems.addAll(wrong.problems());
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /** As {@link #clientAuthorities(Configuration)}, and says where the file was named. */
  public static void checkClientAuthorities(ConfigurationLoader.Loaded loaded)
      throws ConfigurationException {
    Optional<Path> unused =
        clientAuthorities(
            loaded.configuration(), loaded.settings().origin(Keys.MQTTS_CLIENT_CA).where());
  }

  private static Optional<Path> clientAuthorities(Configuration configuration, String where)
      throws ConfigurationException {
    Optional<Path> file = configuration.listeners().mqttsClientCa();
    if (file.isPresent()) {
      try {
        if (PemFile.certificates(read(file.get())).isEmpty()) {
          throw unusable(file.get(), "holds no certificate in PEM");
        }
      } catch (GeneralSecurityException e) {
        throw named(where, unusable(file.get(), "cannot be decoded: " + FileFault.describe(e)));
      } catch (ConfigurationException e) {
        throw named(where, e);
      }
    }
    return file;
  }

  /** The same fault of the file, as one of the key that names it. */
  private static ConfigurationException named(String where, ConfigurationException fault) {
    Problem problem = fault.problems().get(0);
    return new ConfigurationException(
        new Problem(
            where,
            Keys.MQTTS_CLIENT_CA.path() + ": " + problem.where() + " " + problem.message(),
            problem.code()));
  }

  private static String read(Path file) throws ConfigurationException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(file, "cannot be read: " + FileFault.reason(e));
    }
  }

  private static List<Problem> check(
      Path certfile,
      Path keyfile,
      X509Certificate certificate,
      PrivateKey key,
      String domain,
      Instant now)
      throws GeneralSecurityException {
    List<Problem> problems = new ArrayList<>();
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      problems.add(problem(certfile, "expired on " + certificate.getNotAfter().toInstant()));
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      problems.add(
          problem(certfile, "is not valid before " + certificate.getNotBefore().toInstant()));
    }
    List<String> names = names(certificate);
    String asciiName = DnsName.of(domain);
    if (names.stream().noneMatch(name -> covers(name, asciiName))) {
      problems.add(
          problem(
              certfile,
              "is not for the domain " + asciiName + " but for " + String.join(", ", names)));
    }
    if (!belongTogether(certificate.getPublicKey(), key)) {
      problems.add(problem(keyfile, "is not the key of " + certfile));
    }
    return problems;
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    return alternatives == null
        ? List.of()
        : alternatives.stream()
            .filter(entry -> entry.get(0).equals(SAN_DNS))
            .map(entry -> entry.get(1).toString())
            .toList();
  }

  /** RFC 6125 6.4: a wildcard stands for the whole leftmost label. */
  private static boolean covers(String name, String domain) {
    String lower = name.toLowerCase(Locale.ROOT);
    int dot = domain.indexOf('.');
    return lower.equals(domain)
        || (lower.startsWith("*.") && dot > 0 && lower.substring(1).equals(domain.substring(dot)));
  }

  private static boolean belongTogether(PublicKey publicKey, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(sample);
    return signature.verify(signed);
  }

  private static ConfigurationException unusable(Path file, String why) {
    return new ConfigurationException(problem(file, why));
  }

  private static Problem problem(Path file, String why) {
    return new Problem(file.toString(), why, ErrorCode.CONFIG_CERTIFICATE);
  }
}
