package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Messages from one resource to another, pair by pair. Messages that arrived are counted. */
final class ChatLoad extends Load {

  private final int window;
  private final List<Pair> pairs = new ArrayList<>();

  ChatLoad(ServerUnderTest server, int pairs, int window) throws IOException {
    super(server);
    this.window = window;
    for (int i = 0; i < pairs; i++) {
      String receiver = "u" + (2 * i + 1);
      Pair pair =
          new Pair(
              client("u" + 2 * i, "sender"), receiver + "@" + ServerUnderTest.DOMAIN + "/receiver");
      client(receiver, "receiver").join(selector, pair::received);
      pair.sender.join(selector, Load::requireNoError);
      this.pairs.add(pair);
    }
  }

  @Override
  void begin() {
    for (Pair pair : pairs) {
      for (int i = 0; i < window; i++) {
        pair.send();
      }
    }
  }

  @Override
  long outstanding() {
    return pairs.stream().mapToLong(pair -> pair.sentHere - pair.receivedHere).sum();
  }

  @Override
  long lost() {
    return pairs.stream().mapToLong(pair -> pair.sequence.lost(pair.sentHere)).sum();
  }

  @Override
  long duplicates() {
    return pairs.stream().mapToLong(pair -> pair.sequence.duplicates()).sum();
  }

  @Override
  long outOfOrder() {
    return pairs.stream().mapToLong(pair -> pair.sequence.outOfOrder()).sum();
  }

  private final class Pair {

    private final WireClient sender;
    private final Template message;
    private final Sequence sequence = new Sequence();
    private final long[] sentAt = new long[window];
    private long sentHere;
    private long receivedHere;

    Pair(WireClient sender, String receiver) {
      this.sender = sender;
      this.message =
          new Template(
              "<message type='chat' to='"
                  + receiver
                  + "' id='"
                  + Template.NUMBER
                  + "'>"
                  + payload(PAYLOAD_BYTES)
                  + "</message>");
    }

    private void send() {
      long number = sentHere++;
      sentAt[(int) (number % window)] = System.nanoTime();
      sent++;
      ChatLoad.this.send(sender, message.with(number));
    }

    private void received(byte[] bytes, int from, int to) {
      if (!is('m', bytes, from)) {
        return;
      }
      long number = number(bytes, from, to);
      if (!sequence.arrived(number)) {
        return;
      }
      latency.recordValue(System.nanoTime() - sentAt[(int) (number % window)]);
      receivedHere++;
      counted++;
      if (!isStopped()) {
        send();
      }
    }
  }
}
