package io.pipit.broker.backup;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a backup says of itself, in its file {@value #NAME}, which is its last: without it a backup
 * is not whole. Any thread.
 *
 * @param pipit version of the software that made it
 * @param domain that the node serves
 * @param taken when, as text of ISO 8601
 * @param position of the last record of the log that is in it
 */
public record Manifest(
    String pipit, String domain, String taken, long position, List<FileEntry> files) {

  /** The file's name. */
  public static final String NAME = "manifest.json";

  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final String FORMAT = "pipit-backup";
  private static final int VERSION = 1;

  /** What may be in a backup; no name leads out of its folder. */
  private static final Pattern NAMES =
      Pattern.compile("domain|secret|certs/[A-Za-z0-9_][A-Za-z0-9._-]*|log/[0-9]{20}\\.[a-z]+");

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * A file of the backup.
   *
   * @param name with a slash between folder and file
   * @param sha256 of its bytes, hexadecimal
   */
  public record FileEntry(String name, long bytes, String sha256) {}

  public Manifest {
    files = List.copyOf(files);
  }

  /** Whether a file of this name may be in a backup. */
  static boolean allows(String name) {
    return NAMES.matcher(name).matches();
  }

  byte[] write() {
    JsonArray entries = new JsonArray();
    files.forEach(
        file ->
            entries.add(
                new JsonObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256())));
    return (new JsonObject()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("pipit", pipit)
                .put("domain", domain)
                .put("taken", taken)
                .put("position", position)
                .put("files", entries)
                .encodePrettily()
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws BackupException when this is no manifest that this version can read
   */
  static Manifest read(byte[] bytes) throws BackupException {
    try {
      JsonObject object = new JsonObject(Buffer.buffer(bytes));
      if (!FORMAT.equals(object.getString("format"))) {
        throw new BackupException(NAME + " is not that of a backup");
      }
      if (object.getInteger("version", 0) != VERSION) {
        throw new BackupException(
            NAME
                + " has version "
                + object.getValue("version")
                + ", this Pipit reads version "
                + VERSION);
      }
      List<FileEntry> files = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (Object entry : object.getJsonArray("files", new JsonArray())) {
        FileEntry file = file((JsonObject) entry);
        if (!names.add(file.name())) {
          throw new BackupException(NAME + " names " + file.name() + " twice");
        }
        files.add(file);
      }
      return new Manifest(
          object.getString("pipit", ""),
          object.getString("domain", ""),
          object.getString("taken", ""),
          object.getLong("position", 0L),
          files);
    } catch (DecodeException | ClassCastException e) {
      throw new BackupException(NAME + " is damaged", e);
    }
  }

  private static FileEntry file(JsonObject entry) throws BackupException {
    String name = entry.getString("name", "");
    if (!allows(name)) {
      throw new BackupException(NAME + " names the file '" + name + "', which no backup has");
    }
    String sha256 = entry.getString("sha256", "");
    if (!SHA_256.matcher(sha256).matches()) {
      throw new BackupException(NAME + " has no checksum of " + name);
    }
    return new FileEntry(name, entry.getLong("bytes", -1L), sha256);
  }
}
