package io.pipit.broker.transfer;

import io.pipit.broker.config.FileFault;
import io.pipit.xmpp.Element;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The files that a file of XEP-0227 includes: of its own folder and those below, none of which
 * includes itself. Confined to one thread; blocks.
 */
final class Inclusion {

  private static final int MOST = 4;

  private final Path root;

  /** The folders of the files that are open, the innermost first. */
  private final Deque<Path> folders = new ArrayDeque<>();

  Inclusion(Path root) {
    this.root = root.toAbsolutePath().normalize();
    folders.push(this.root);
  }

  /** Opens the file that an element names; {@link #close} follows in any case. */
  InputStream open(Element include) throws BadEntryException {
    Path file = file(include);
    folders.push(file.resolveSibling("").normalize());
    if (folders.size() > MOST + 1) {
      throw new BadEntryException("files include each other more than " + MOST + " deep");
    }
    try {
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        throw new BadEntryException("the file is in another folder");
      }
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new BadEntryException(FileFault.describe(e));
    }
  }

  private Path file(Element include) throws BadEntryException {
    if (include.attribute("parse").isPresent() || include.attribute("xpointer").isPresent()) {
      folders.push(folders.element());
      throw new BadEntryException("only whole files are included, as XML");
    }
    try {
      URI href = new URI(include.attribute("href", ""));
      if (href.getScheme() == null && href.getAuthority() == null && href.getPath() != null) {
        Path file = folders.element().resolve(href.getPath()).normalize();
        if (file.startsWith(root) && !href.getPath().isEmpty()) {
          return file;
        }
      }
    } catch (URISyntaxException | InvalidPathException e) {
      // no relative URI of a file either
    }
    folders.push(folders.element());
    throw new BadEntryException("its href is no relative URI of a file in the same folder");
  }

  void close() {
    folders.pop();
  }
}
