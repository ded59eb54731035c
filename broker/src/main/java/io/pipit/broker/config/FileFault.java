package io.pipit.broker.config;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a file cannot be used, in words for a person. Any thread. */
public final class FileFault {

  private FileFault() {}

  /** The reason alone, such as {@code permission denied}. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return "a file is in the place of a folder";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (e instanceof FileSystemException fault && fault.getReason() != null) {
      return fault.getReason();
    }
    return Objects.requireNonNullElse(e.getMessage(), "input or output failed");
  }

  /** The reason with the file in front, when the exception names one. */
  public static String describe(IOException e) {
    Path folder = e instanceof NoSuchFileException gone ? folderOf(gone) : null;
    if (folder != null && !Files.exists(folder)) {
      return folder + ": there is no such folder; make it, or name another place";
    }
    Optional<String> file =
        e instanceof FileSystemException fault
            ? Optional.ofNullable(fault.getFile())
            : Optional.empty();
    return file.map(name -> name + ": ").orElse("") + reason(e);
  }

  private static @Nullable Path folderOf(NoSuchFileException gone) {
    return gone.getFile() == null ? null : Path.of(gone.getFile()).toAbsolutePath().getParent();
  }

  /** What went wrong, file or not; never nothing. */
  public static String describe(Throwable failure) {
    return failure instanceof IOException e
        ? describe(e)
        : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  /**
   * As {@link #describe(IOException)}, with what helps when the disk is full.
   *
   * @param andThen continues {@code make room there}
   */
  public static String explain(IOException e, String andThen) {
    String reason = reason(e).toLowerCase(Locale.ROOT);
    boolean isFull = reason.contains("no space left") || reason.contains("quota exceeded");
    return describe(e) + (isFull ? "; make room there" + andThen : "");
  }

  /** Writes to a file so that every fault has its name. */
  public static OutputStream naming(Path file, OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        try {
          out.write(bytes, from, length);
        } catch (IOException e) {
          throw of(file, e);
        }
      }
    };
  }

  /** The same fault of a file, with its name: the system gives none for reads and writes. */
  public static IOException of(Path file, IOException e) {
    if (e instanceof FileSystemException fault && fault.getFile() != null) {
      return e;
    }
    FileSystemException named = new FileSystemException(file.toString(), null, reason(e));
    named.initCause(e);
    return named;
  }
}
