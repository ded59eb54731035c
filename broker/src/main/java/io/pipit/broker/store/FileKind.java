package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The kinds of files of a log. Each is named by a position and begins with the same header, all
 * numbers big-endian:
 *
 * <pre>
 * magic 8, version 4, salt of the log 4, position of the name 8, CRC32C of these 4, zero 4
 * </pre>
 */
enum FileKind {
  /** Records, see {@link LogFormat}; named by the position of the first. */
  SEGMENT("PIPITLOG", ".log"),
  /** Where the records of a segment stand, see {@link OffsetTable}; named like the segment. */
  TABLE("PIPITTAB", ".table"),
  /** State, see {@link Snapshot}; named by the position from which the log goes on with it. */
  SNAPSHOT("PIPITSNP", ".snapshot");

  static final int VERSION = 1;
  static final int HEADER_BYTES = 32;

  /** What a file is called until it is whole. */
  static final String UNFINISHED = ".tmp";

  private static final int CHECKED_BYTES = 24;
  private static final int NAME_DIGITS = 20;

  /** A name with as many digits may say more than a position can be. */
  private static final String MAX_POSITION =
      String.format("%0" + NAME_DIGITS + "d", Long.MAX_VALUE);

  private final long magic;
  private final String suffix;

  FileKind(String magic, String suffix) {
    this.magic = ByteBuffer.wrap(magic.getBytes(StandardCharsets.US_ASCII)).getLong();
    this.suffix = suffix;
  }

  String nameOf(long position) {
    return String.format("%0" + NAME_DIGITS + "d%s", position, suffix);
  }

  /** The same for a position in digits, whatever they say. */
  String named(String digits) {
    return digits + suffix;
  }

  /** The position that a file is named by; empty for files of other kinds. */
  Optional<Long> positionOf(String name) {
    return name.length() == NAME_DIGITS + suffix.length()
            && name.endsWith(suffix)
            && name.chars().limit(NAME_DIGITS).allMatch(c -> c >= '0' && c <= '9')
            && name.substring(0, NAME_DIGITS).compareTo(MAX_POSITION) <= 0
        ? Optional.of(Long.parseLong(name, 0, NAME_DIGITS, 10))
        : Optional.empty();
  }

  /** Whether this is the name of a file that was never finished. */
  boolean isUnfinished(String name) {
    return name.endsWith(UNFINISHED)
        && positionOf(name.substring(0, name.length() - UNFINISHED.length())).isPresent();
  }

  ByteBuffer header(long position, int salt) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(magic).putInt(VERSION).putInt(salt).putLong(position);
    header.putInt(checksum(header));
    return header.clear();
  }

  /** What a file begins with; anything but {@link Header#VALID} when it is not ours. */
  Header check(ByteBuffer header, long position) {
    if (header.remaining() < HEADER_BYTES || header.getLong(0) != magic) {
      return Header.BAD;
    }
    if (header.getInt(8) != VERSION) {
      return Header.OTHER_VERSION;
    }
    return header.getInt(CHECKED_BYTES) == checksum(header) && header.getLong(16) == position
        ? Header.VALID
        : Header.BAD;
  }

  /** The position that a whole header names; empty for one that is not whole. */
  OptionalLong positionIn(ByteBuffer header) {
    return header.remaining() >= HEADER_BYTES && check(header, header.getLong(16)) == Header.VALID
        ? OptionalLong.of(header.getLong(16))
        : OptionalLong.empty();
  }

  /** Reads as much of a header as is there. */
  static ByteBuffer read(LogFile file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    int read = 0;
    while (header.hasRemaining() && read >= 0) {
      read = file.read(header, header.position());
    }
    return header.flip();
  }

  /** The header of a file, which must be one of this kind, version, position and salt. */
  ByteBuffer requireHeader(LogFiles files, LogFile file, long position, int salt)
      throws IOException {
    String path = files.pathOf(nameOf(position));
    ByteBuffer header = read(file);
    return switch (check(header, position)) {
      case VALID -> {
        if (saltOf(header) != salt) {
          throw new DamagedLogException(path, 0, position, LogIdentity.FOREIGN, false);
        }
        yield header;
      }
      case OTHER_VERSION -> throw otherVersion(path, header);
      case BAD -> {
        OptionalLong other = this == SEGMENT ? positionIn(header) : OptionalLong.empty();
        throw new DamagedLogException(
            path,
            0,
            position,
            other.isPresent()
                ? LogRecovery.renamed(files, other.getAsLong())
                : "its header is not what was written",
            false);
      }
    };
  }

  /** Says that another version of Pipit wrote a file. */
  static IOException otherVersion(String path, ByteBuffer header) {
    return new OtherVersionException(
        path
            + " has log format version "
            + header.getInt(8)
            + ", this Pipit reads version "
            + VERSION
            + ": start it with the version of Pipit that wrote it");
  }

  static int saltOf(ByteBuffer header) {
    return header.getInt(12);
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CHECKED_BYTES));
    return (int) crc.getValue();
  }

  /** A file was written by another version of Pipit. */
  static final class OtherVersionException extends IOException {

    private static final long serialVersionUID = 1L;

    private OtherVersionException(String message) {
      super(message);
    }
  }

  /** What stands where a header should be. */
  enum Header {
    VALID,
    OTHER_VERSION,
    BAD
  }
}
