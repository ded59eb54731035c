package io.pipit.broker.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Headers of the tar format of POSIX.1-1988 (ustar), for ordinary files only. A size that eleven
 * octal digits cannot tell is written as a binary number, as GNU tar does. Any thread.
 */
final class Tar {

  static final int BLOCK_BYTES = 512;

  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final long MOST_OCTAL = 077777777777L;
  private static final int BINARY = 0x80;

  private Tar() {}

  /** What a header says. */
  record Entry(String name, long bytes) {}

  static byte[] header(String name, long bytes) {
    byte[] header = new byte[BLOCK_BYTES];
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    if (path.length >= NAME_BYTES) {
      throw new IllegalArgumentException("a name of " + path.length + " bytes");
    }
    System.arraycopy(path, 0, header, 0, path.length);
    text(header, 100, "0000600");
    text(header, 108, "0000000");
    text(header, 116, "0000000");
    if (bytes <= MOST_OCTAL) {
      text(header, SIZE_AT, String.format("%011o", bytes));
    } else {
      header[SIZE_AT] = (byte) BINARY;
      ByteBuffer.wrap(header).putLong(SIZE_AT + 4, bytes);
    }
    text(header, 136, "00000000000");
    header[TYPE_AT] = '0';
    text(header, MAGIC_AT, "ustar\00000");
    text(header, CHECKSUM_AT, String.format("%06o\0 ", checksum(header)));
    return header;
  }

  /** Bytes from the end of a file to the next header. */
  static int padding(long bytes) {
    return (int) ((BLOCK_BYTES - bytes % BLOCK_BYTES) % BLOCK_BYTES);
  }

  /** Whether this block says that the archive ends. */
  static boolean isEnd(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK_BYTES]);
  }

  /** Empty when this is not the header of an ordinary file. */
  static Optional<Entry> read(byte[] header) {
    boolean isFile = header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
    if (!isFile
        || !field(header, MAGIC_AT, 5).equals("ustar")
        || !Integer.toOctalString(checksum(header)).equals(octal(header, CHECKSUM_AT, 8))) {
      return Optional.empty();
    }
    String size = octal(header, SIZE_AT, 12);
    long bytes =
        (header[SIZE_AT] & BINARY) != 0
            ? ByteBuffer.wrap(header).getLong(SIZE_AT + 4)
            : size.matches("[0-7]{1,12}") ? Long.parseLong(size, 8) : -1;
    return bytes < 0
        ? Optional.empty()
        : Optional.of(new Entry(field(header, 0, NAME_BYTES), bytes));
  }

  /** Of all bytes, with spaces where the checksum itself stands. */
  private static int checksum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK_BYTES; i++) {
      sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : header[i] & 0xFF;
    }
    return sum;
  }

  private static void text(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** A number without its leading zeros. */
  private static String octal(byte[] header, int at, int length) {
    String digits = field(header, at, length).strip();
    return digits.replaceFirst("^0+(?=.)", "");
  }

  private static String field(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.US_ASCII);
  }
}
