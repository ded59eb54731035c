package io.pipit.broker.backup;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.CopyAdministration;
import io.pipit.broker.store.LogLinks;
import io.pipit.broker.store.SegmentLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** The links of the log as the administration over HTTP makes them. Any thread. */
public final class HttpCopyAdministration implements CopyAdministration {

  private final Vertx vertx;
  private final Path data;
  private final LogCopies copies;
  private final SegmentLog log;

  public HttpCopyAdministration(Vertx vertx, Path data, LogCopies copies, SegmentLog log) {
    this.vertx = vertx;
    this.data = data;
    this.copies = copies;
    this.log = log;
  }

  @Override
  public Future<Answer<Linked>> link(long process) {
    return vertx.executeBlocking(() -> linkNow(process), false);
  }

  private Answer<Linked> linkNow(long process) {
    try {
      LogLinks links = copies.link(log, process);
      return Answer.done(
          new Linked(LogCopies.of(data, process).toString(), links.position(), links.sizes()));
    } catch (FileAlreadyExistsException e) {
      return Answer.refused(
          ErrorCode.CONFLICT, "process " + process + " makes a copy of the store already");
    } catch (IOException | UnsupportedOperationException e) {
      return Answer.refused(
          ErrorCode.BACKUP,
          "the log cannot be linked for a copy: "
              + FileFault.describe(e)
              + "; stop the node and run the command again");
    }
  }
}
