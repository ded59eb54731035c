package io.pipit.broker.config;

/**
 * The stable codes of everything that the command line and the HTTP API can report. A code is never
 * given another meaning; {@code docs/errors.md} lists them all.
 */
public enum ErrorCode {
  CONFIG_FILE("E1001", Exit.CONFIGURATION, "The configuration file cannot be read."),
  CONFIG_SYNTAX("E1002", Exit.CONFIGURATION, "The configuration file is not valid YAML."),
  CONFIG_TYPE("E1003", Exit.CONFIGURATION, "A key holds another kind of value than it takes."),
  CONFIG_UNKNOWN_KEY("E1004", Exit.CONFIGURATION, "A key is not known."),
  CONFIG_VALUE("E1005", Exit.CONFIGURATION, "A value is not one that its key takes."),
  CONFIG_UNIT("E1006", Exit.CONFIGURATION, "A size or time has no unit or an unknown one."),
  CONFIG_RANGE("E1007", Exit.CONFIGURATION, "A value is out of the range of its key."),
  CONFIG_REFERENCE(
      "E1008", Exit.CONFIGURATION, "A `${env:…}`, `${file:…}` or `…_FILE` cannot be resolved."),
  CONFIG_DUPLICATE("E1009", Exit.CONFIGURATION, "A key is given twice in one place."),
  CONFIG_PLAIN_REMOTE(
      "E1010", Exit.CONFIGURATION, "TLS may be `optional` or `off` on a loopback address only."),
  CONFIG_UNPROTECTED(
      "E1011",
      Exit.CONFIGURATION,
      "An address that is not loopback needs a certificate and an account first."),
  CONFIG_CERTIFICATE("E1012", Exit.CONFIGURATION, "A certificate or key cannot be used."),
  CONFIG_DOMAIN("E1013", Exit.CONFIGURATION, "The store belongs to another domain."),
  CONFIG_FIRST_ACCOUNT("E1014", Exit.CONFIGURATION, "An account of `init.users` cannot be made."),

  DATA_LOCKED("E1101", Exit.FAILED, "Another process holds the data folder."),
  DATA_FOLDER("E1102", Exit.FAILED, "The data folder or a file in it cannot be used."),
  LISTENER("E1103", Exit.FAILED, "A listener cannot be opened."),
  NOT_RUNNING("E1104", Exit.NO_CONNECTION, "No node is running on the data folder."),
  FILE_EXISTS("E1105", Exit.CONFLICT, "A file that would be written exists already."),
  BACKUP("E1106", Exit.FAILED, "A backup or an export cannot be made, or cannot be used."),
  NOT_ALL_IMPORTED("E1107", Exit.FAILED, "Some of what was to be imported was refused."),
  OUTPUT("E1108", Exit.FAILED, "Standard output could not be written to its end."),

  NO_CONNECTION("E2001", Exit.NO_CONNECTION, "The node cannot be reached."),
  NOT_AUTHENTICATED("E2002", Exit.NOT_AUTHENTICATED, "The node does not accept the credentials."),
  FORBIDDEN("E2003", Exit.FORBIDDEN, "The account may not do this."),
  NO_SUCH_NODE("E2004", Exit.NOT_FOUND, "There is no such pubsub node or item."),
  CONFLICT("E2005", Exit.CONFLICT, "It exists already or was changed meanwhile."),
  TIMED_OUT("E2006", Exit.TIMED_OUT, "No answer came in time."),
  REFUSED("E2007", Exit.FAILED, "The node refused the request for another reason."),
  BAD_REQUEST("E2008", Exit.FAILED, "The node could not make sense of the request."),
  UNAVAILABLE("E2009", Exit.FAILED, "The node cannot do this at the moment; try again later."),
  NO_SUCH_USER("E2010", Exit.NOT_FOUND, "There is no such account."),
  USER_EXISTS("E2011", Exit.CONFLICT, "There is an account with this name."),
  BAD_USER_NAME("E2012", Exit.FAILED, "This cannot be the name of an account."),
  NO_PASSWORD("E2013", Exit.FAILED, "No password was given, or it cannot be used."),
  NO_CREDENTIALS("E2014", Exit.NOT_AUTHENTICATED, "It is not known which account to use."),
  NO_SUCH_CONTEXT("E2015", Exit.NOT_FOUND, "There is no such context."),
  BAD_PAYLOAD("E2016", Exit.FAILED, "The payload is not what its type says."),
  NO_SUCH_QUEUE("E2017", Exit.NOT_FOUND, "There is no such queue."),
  NO_SUCH_BRIDGE("E2018", Exit.NOT_FOUND, "There is no such bridge in the configuration."),
  BRIDGE_TEST("E2019", Exit.FAILED, "A bridge cannot do at its broker what it is to."),
  PUBLISH_REFUSED("E2103", Exit.FORBIDDEN, "The account may not publish to the pubsub node."),

  USAGE("E3001", Exit.USAGE, "The command line is wrong."),
  DEFECT("E9001", Exit.FAILED, "A defect of Pipit; `-v` shows where.");

  private final String code;
  private final int exit;
  private final String meaning;

  ErrorCode(String code, int exit, String meaning) {
    this.code = code;
    this.exit = exit;
    this.meaning = meaning;
  }

  /** The code as it is printed, such as {@code E1004}. */
  public String code() {
    return code;
  }

  /** The exit code of a command that ends with this error. */
  public int exit() {
    return exit;
  }

  /** One sentence in Markdown, without what was touched. */
  public String meaning() {
    return meaning;
  }

  /** What the process tells the shell. */
  public static final class Exit {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NO_CONNECTION = 3;
    public static final int NOT_AUTHENTICATED = 4;
    public static final int FORBIDDEN = 5;
    public static final int NOT_FOUND = 6;
    public static final int CONFLICT = 7;
    public static final int TIMED_OUT = 8;
    public static final int CONFIGURATION = 9;

    private Exit() {}
  }
}
