package io.pipit.broker.account;

/**
 * How large a roster may become.
 *
 * @param items contacts of one account
 * @param requests of others that wait for the account's answer
 * @param requestBytes of one such request as it is stored
 * @param groups of one contact
 * @param textBytes of a name or of a group, in UTF-8
 */
public record RosterLimits(int items, int requests, int requestBytes, int groups, int textBytes) {

  public static final RosterLimits DEFAULT = new RosterLimits(1_000, 1_000, 10_000, 100, 1_023);

  /** These limits for another number of roster items. */
  public RosterLimits withItems(int most) {
    return new RosterLimits(most, requests, requestBytes, groups, textBytes);
  }
}
