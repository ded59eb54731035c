package io.pipit.broker.store;

/** What an account is for; decides on its rights beyond its own things and on its quotas. */
public enum AccountRole {
  /** A person or a device. */
  USER(0),
  /** A service that talks to many: larger quotas. */
  APPLICATION(1),
  /** May manage the node. */
  ADMINISTRATOR(2);

  private final int code;

  AccountRole(int code) {
    this.code = code;
  }

  /** The number that stands in the log. */
  int code() {
    return code;
  }

  static AccountRole ofCode(int code) {
    for (AccountRole role : values()) {
      if (role.code == code) {
        return role;
      }
    }
    throw new IllegalArgumentException("account role " + code);
  }
}
