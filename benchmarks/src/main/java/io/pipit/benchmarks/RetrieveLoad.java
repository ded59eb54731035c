package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that ask for the last items of a node each, one request outstanding. Answers are counted;
 * one that has not all the items ends the measurement.
 */
final class RetrieveLoad extends Load {

  private static final int ITEMS = 10;

  private final List<Reader> readers = new ArrayList<>();

  RetrieveLoad(ServerUnderTest server, String name, int clients) throws IOException {
    super(server);
    for (int i = 0; i < clients; i++) {
      String node = name + "-" + i;
      WireClient client = client("u" + i, "reader");
      PublishLoad.createNode(client, node);
      for (int item = 0; item < ITEMS; item++) {
        client.ask(
            "set",
            ServerUnderTest.SERVICE,
            PublishLoad.PUBSUB
                + "<publish node='"
                + node
                + "'><item id='"
                + item
                + "'>"
                + payload("reading", item, PAYLOAD_BYTES)
                + "</item></publish></pubsub>");
      }
      Reader reader = new Reader(client, node);
      client.join(selector, reader::answered);
      readers.add(reader);
    }
  }

  @Override
  void begin() {
    readers.forEach(Reader::ask);
  }

  @Override
  long outstanding() {
    return readers.stream().mapToLong(reader -> reader.asked - reader.answered).sum();
  }

  @Override
  long lost() {
    return outstanding();
  }

  @Override
  long duplicates() {
    return 0;
  }

  @Override
  long outOfOrder() {
    return 0;
  }

  private final class Reader {

    private final WireClient client;
    private final Template request;
    private long sentAt;
    private long asked;
    private long answered;

    Reader(WireClient client, String node) {
      this.client = client;
      this.request =
          new Template(
              "<iq type='get' id='"
                  + Template.NUMBER
                  + "' to='"
                  + ServerUnderTest.SERVICE
                  + "'>"
                  + PublishLoad.PUBSUB
                  + "<items node='"
                  + node
                  + "' max_items='"
                  + ITEMS
                  + "'/></pubsub></iq>");
    }

    private void ask() {
      sentAt = System.nanoTime();
      sent++;
      send(client, request.with(asked++));
    }

    private void answered(byte[] bytes, int from, int to) {
      if (!is('i', bytes, from)) {
        return;
      }
      requireNoError(bytes, from, to);
      if (to - from < ITEMS * PAYLOAD_BYTES) {
        throw new IllegalStateException("an answer of " + (to - from) + " bytes has too few items");
      }
      answered++;
      counted++;
      latency.recordValue(System.nanoTime() - sentAt);
      if (!isStopped()) {
        ask();
      }
    }
  }
}
