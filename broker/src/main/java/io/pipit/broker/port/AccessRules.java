package io.pipit.broker.port;

import io.pipit.broker.config.AccessRule;
import io.pipit.broker.config.AccessRule.Deed;
import io.pipit.pubsub.NodeFilter;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * What doors let through, beside what each node says: rules in the order of the operator, of which
 * the first that fits decides. What none fits is allowed, but for the numbers of the broker, which
 * only administrators read, and for guests, who have {@value #OF_GUESTS} and nothing else. The
 * rules of the operator can be replaced; any thread.
 *
 * <p>A rule reads {@code allow|deny publish|subscribe|all WHO FILTER}. Who is {@code *} for
 * everybody, the localpart of an account of this domain, or a bare JID. In a filter {@code %u} is
 * the localpart of who asks and {@code %c} its resource, each as a whole level. Wildcards of a rule
 * that allows match no name that begins with {@code $}, as everywhere; those of a rule that denies
 * do.
 */
public final class AccessRules {

  /** What guests may publish and read. */
  public static final String OF_GUESTS = "demo/#";

  /** With what the names of the broker's numbers begin. */
  static final String NUMBERS = "$SYS";

  private static final String LOCALPART = "%u";
  private static final String RESOURCE = "%c";

  /** A rule, and what it is about. */
  private record Rule(AccessRule rule) {

    boolean allows() {
      return rule.allows();
    }

    private boolean isFor(Jid requester, String domain) {
      String who = rule.who();
      return who == null
          || who.equals(requester.bare().toString())
          || (requester.bare().domain().equals(domain) && who.equals(requester.bare().local()));
    }

    /** Whether a name, or all that a filter stands for, is in the filter of this rule. */
    private boolean covers(NodeFilter asked, Jid requester) {
      List<String> levels = rule.filter().levels();
      if (asked.levels().size() < levels.size()
          || (!rule.filter().open() && (asked.open() || asked.levels().size() > levels.size()))) {
        return false;
      }
      for (int at = 0; at < levels.size(); at++) {
        String level = levels.get(at);
        String other = asked.levels().get(at);
        boolean fits =
            level.equals(NodeFilter.ANY) || (!isWild(other) && literal(level, requester, other));
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    /** Whether some name is in both filters. */
    private boolean meets(NodeFilter asked, Jid requester) {
      List<String> levels = rule.filter().levels();
      int both = Math.min(levels.size(), asked.levels().size());
      for (int at = 0; at < both; at++) {
        String level = levels.get(at);
        String other = asked.levels().get(at);
        if (!level.equals(NodeFilter.ANY) && !isWild(other) && !literal(level, requester, other)) {
          return false;
        }
      }
      return (levels.size() == both || asked.open())
          && (asked.levels().size() == both || rule.filter().open());
    }

    private static boolean isWild(String level) {
      return level.equals(NodeFilter.ANY);
    }

    private static boolean literal(String level, Jid requester, String other) {
      return switch (level) {
        case LOCALPART -> requester.bare().local().equals(other);
        case RESOURCE -> requester instanceof FullJid full && full.resource().equals(other);
        default -> level.equals(other);
      };
    }

    private boolean isWildFirst() {
      List<String> levels = rule.filter().levels();
      return levels.isEmpty() || isWild(levels.get(0));
    }
  }

  private static final NodeFilter DEMONSTRATION = NodeFilter.read(OF_GUESTS).orElseThrow();
  private static final Rule OF_GUESTS_ALONE =
      new Rule(new AccessRule(true, Deed.ALL, null, DEMONSTRATION));

  private final AtomicLong version = new AtomicLong();
  private volatile List<Rule> rules;
  private final String domain;
  private final Predicate<BareJid> guest;
  private final Predicate<BareJid> administrator;

  /**
   * @param domain of the accounts
   * @param guest whether an address is what clients without credentials are
   * @param administrator whether an account may do what others may not
   */
  public AccessRules(
      List<AccessRule> rules,
      String domain,
      Predicate<BareJid> guest,
      Predicate<BareJid> administrator) {
    this.rules = of(rules);
    this.domain = domain;
    this.guest = guest;
    this.administrator = administrator;
  }

  private static List<Rule> of(List<AccessRule> rules) {
    return rules.stream().map(Rule::new).toList();
  }

  /** From now on other rules decide. */
  public void replace(List<AccessRule> others) {
    rules = of(others);
    version.incrementAndGet(); // behind the change: who has this one sees it
  }

  /** Another number for other rules, a higher one for later ones. */
  long version() {
    return version.get();
  }

  /** Of the accounts. */
  String domain() {
    return domain;
  }

  /** Whether somebody may publish at the node of that name. */
  public boolean mayPublish(Jid requester, String name) {
    return may(Deed.PUBLISH, requester, name);
  }

  /** Whether somebody may read the node of that name. */
  public boolean mayRead(Jid requester, String name) {
    return may(Deed.SUBSCRIBE, requester, name);
  }

  private boolean may(Deed deed, Jid requester, String name) {
    if (guest.test(requester.bare())) {
      return DEMONSTRATION.matches(name);
    }
    boolean reserved = name.startsWith("$");
    List<Rule> inForce = rules;
    if (inForce.isEmpty() && !reserved) {
      return true;
    }
    NodeFilter exactly = NodeFilter.exactly(name);
    for (Rule rule : inForce) {
      if (isAbout(rule, deed, requester)
          && !(reserved && rule.allows() && rule.isWildFirst())
          && rule.covers(exactly, requester)) {
        return rule.allows();
      }
    }
    return !isNumbers(exactly) || administrator.test(requester.bare());
  }

  private boolean isAbout(Rule rule, Deed deed, Jid requester) {
    return (rule.rule.deed() == Deed.ALL || rule.rule.deed() == deed)
        && rule.isFor(requester, domain);
  }

  private static boolean isNumbers(NodeFilter asked) {
    return !asked.levels().isEmpty() && asked.levels().get(0).equals(NUMBERS);
  }

  /**
   * Whether there can be a node that somebody may read and that a filter stands for, as far as
   * these rules say.
   */
  public boolean mayReadSome(Jid requester, NodeFilter filter) {
    if (guest.test(requester.bare())) {
      return OF_GUESTS_ALONE.meets(filter, requester);
    }
    boolean reserved = !filter.levels().isEmpty() && filter.levels().get(0).startsWith("$");
    for (Rule rule : rules) {
      if (isAbout(rule, Deed.SUBSCRIBE, requester)) {
        if (rule.allows() && !(reserved && rule.isWildFirst()) && rule.meets(filter, requester)) {
          return true;
        }
        if (!rule.allows() && rule.covers(filter, requester)) {
          return false;
        }
      }
    }
    return !isNumbers(filter) || administrator.test(requester.bare());
  }
}
