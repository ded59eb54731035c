package io.pipit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileSharesTest {

  private static final String LOOP = "[vert.x-eventloop-thread-0 tid=7];java/lang/Thread.run;";

  @Test
  void theInnermostFrameOfALayerHasTheSample(@TempDir Path folder) throws IOException {
    Path profile = folder.resolve("fanout.collapsed");
    Files.write(
        profile,
        List.of(
            LOOP
                + "io/pipit/broker/stream/OutboundQueue.flush_[j];io/netty/channel/AbstractChannel"
                + ".flush_[j];sun/nio/ch/SocketChannelImpl.write_[j];tcp_sendmsg_[k] 6",
            LOOP + "io/pipit/broker/routing/Fanout.send_[j];java/util/HashMap.get_[j] 2",
            LOOP + "io/pipit/pubsub/engine/Publishing.publish_[j] 1",
            "[pipit-log-writer tid=8];io/pipit/broker/store/LogWriter.run_[j] 1"));
    List<String> table = ProfileShares.table(List.of(profile, profile));
    assertTrue(table.contains("| of the event loops | fanout | fanout |"), table::toString);
    assertTrue(table.contains("| write of the kernel | 67 % | 67 % |"), table::toString);
    assertTrue(table.contains("| decide, apply, tell | 33 % | 33 % |"), table::toString);
    assertTrue(table.contains("| event loops | 90 % | 90 % |"), table::toString);
    assertTrue(table.contains("| writer of the log | 10 % | 10 % |"), table::toString);
  }

  @Test
  void whatIsNoProfileIsSaid(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "<html>");
    assertThrows(UsageException.class, () -> ProfileShares.table(List.of(text)));
    Path nothing = folder.resolve("nothing");
    assertThrows(UsageException.class, () -> ProfileShares.table(List.of(nothing)));
  }
}
