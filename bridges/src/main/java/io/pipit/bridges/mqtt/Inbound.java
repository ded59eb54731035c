package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.DevicePresence;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPayload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message from the broker is here. Whatever the verdict, its items are to be published, its
 * answers to be sent and its presences to be told: one message may mean several things.
 *
 * @param text about the verdict, for a person; empty when all is well
 * @param entry by which its items are published; null where no entry matches, and there are none
 */
public record Inbound(
    Verdict verdict,
    String text,
    @Nullable SubscribeMapping entry,
    List<Item> items,
    List<BridgeMessage> answers,
    List<DevicePresence> presences) {

  public Inbound {
    items = List.copyOf(items);
    answers = List.copyOf(answers);
    presences = List.copyOf(presences);
  }

  /** How it went. */
  public enum Verdict {
    /** It means something here. */
    MAPPED("mapped"),
    /** It means nothing here, as was asked for. */
    IGNORED("ignored"),
    /** No entry has its topic. */
    UNMATCHED("unmatched"),
    /** It was here before, or came over too many bridges. */
    LOOP("loop"),
    /** Its topic can be no node: it is counted and gone. */
    BAD_TOPIC("bad_topic"),
    /** Its payload is not what its profile reads: it is counted and gone. */
    BAD_PAYLOAD("bad_payload");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    /** As it is in metrics and in the log. */
    public String word() {
      return word;
    }
  }

  /**
   * An item to publish.
   *
   * @param standing whether it stands for its node
   * @param passing whether what stood for the node still does; of neither the newest item stands
   * @param onlyIfNew whether it is published only if its bytes differ from those of the newest item
   *     of the node
   * @param retract whether nothing is published, and what stands for the node ends
   * @param title that the node gets if it has none, for people; empty for none
   */
  public record Item(
      String node,
      String id,
      PortPayload payload,
      List<PortHeader> headers,
      boolean standing,
      boolean passing,
      boolean onlyIfNew,
      boolean retract,
      String title) {
    public Item {
      headers = List.copyOf(headers);
    }
  }
}
