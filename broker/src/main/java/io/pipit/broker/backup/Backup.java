package io.pipit.broker.backup;

import io.pipit.broker.config.FileFault;
import io.pipit.broker.store.LogLinks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes a backup of a data folder: the log as it was linked, the secret, the domain, and the
 * certificates with their keys. Not the view, which a start makes again, nor what is of one run.
 * Confined to one thread; blocks.
 */
public final class Backup {

  private final BackupTarget target;
  private final List<Manifest.FileEntry> files = new ArrayList<>();

  private Backup(BackupTarget target) {
    this.target = target;
  }

  /**
   * Writes a backup and finishes it.
   *
   * @param data the data folder; the node may run
   * @param links where the log was linked
   * @param pipit version of this software
   * @param taken when it was linked
   */
  public static Manifest write(
      Path data, Path links, LogLinks log, String pipit, Instant taken, BackupTarget target)
      throws IOException {
    Backup backup = new Backup(target);
    String domain = Files.readString(data.resolve("domain")).strip();
    backup.addWhole("domain", data.resolve("domain"));
    if (Files.exists(data.resolve("secret"))) {
      backup.addWhole("secret", data.resolve("secret"));
    }
    for (String name : BackupFiles.names(data.resolve("certs"))) {
      if (Manifest.allows("certs/" + name)) {
        backup.addWhole("certs/" + name, data.resolve("certs").resolve(name));
      }
    }
    for (Map.Entry<String, Long> file : log.sizes().entrySet()) {
      backup.add("log/" + file.getKey(), links.resolve(file.getKey()), file.getValue());
    }
    Manifest manifest = new Manifest(pipit, domain, taken.toString(), log.position(), backup.files);
    byte[] bytes = manifest.write();
    target.add(Manifest.NAME, bytes.length, new ByteArrayInputStream(bytes));
    target.finish();
    return manifest;
  }

  private void addWhole(String name, Path file) throws IOException {
    add(name, file, Files.size(file));
  }

  private void add(String name, Path file, long bytes) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      target.add(name, bytes, in);
    } catch (IOException e) {
      throw FileFault.of(file, e); // the target names its own
    }
    files.add(new Manifest.FileEntry(name, bytes, hex(digest)));
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
