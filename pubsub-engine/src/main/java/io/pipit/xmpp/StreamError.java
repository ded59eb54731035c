package io.pipit.xmpp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a stream ends (RFC 6120 4.9). A value: the reader and the phases return it, the stream writes
 * it and closes.
 *
 * @param text for a person, in English; null when the condition says it all
 * @param application the application-specific condition, null for none
 */
public record StreamError(
    Condition condition, @Nullable String text, @Nullable Element application) {

  /** The defined conditions (RFC 6120 4.9.3). */
  public enum Condition {
    /** The entity has sent XML that cannot be processed. */
    BAD_FORMAT,
    /** A namespace prefix is unsupported, or missing on an element that needs one. */
    BAD_NAMESPACE_PREFIX,
    /** A new stream of this entity conflicts with the existing one. */
    CONFLICT,
    /** One party believes that the other has lost its ability to communicate. */
    CONNECTION_TIMEOUT,
    /** The {@code to} of the initial header is no longer served here. */
    HOST_GONE,
    /** The {@code to} of the initial header is not served here. */
    HOST_UNKNOWN,
    /** A stanza between two servers lacks {@code to} or {@code from}, or has an invalid one. */
    IMPROPER_ADDRESSING,
    /** The server has experienced a misconfiguration or other internal error. */
    INTERNAL_SERVER_ERROR,
    /** The {@code from} does not match the authorized identity. */
    INVALID_FROM,
    /** The stream namespace or the content namespace is not supported. */
    INVALID_NAMESPACE,
    /** The entity has sent invalid XML to a server that validates. */
    INVALID_XML,
    /** Data was sent before authentication, or an action is not authorized. */
    NOT_AUTHORIZED,
    /** The entity has sent XML that is not well-formed. */
    NOT_WELL_FORMED,
    /** The entity has violated some local service policy, such as a limit of size. */
    POLICY_VIOLATION,
    /** A remote entity that is needed for authentication cannot be reached. */
    REMOTE_CONNECTION_FAILED,
    /** The stream is closed because new features or keys need a new negotiation. */
    RESET,
    /** The server lacks the resources to service the stream. */
    RESOURCE_CONSTRAINT,
    /** A comment, processing instruction, DTD subset or entity reference was sent (11.1). */
    RESTRICTED_XML,
    /** The server redirects to another host. */
    SEE_OTHER_HOST,
    /** The server is being shut down. */
    SYSTEM_SHUTDOWN,
    /** None of the other conditions fits. */
    UNDEFINED_CONDITION,
    /** The stream is encoded otherwise than in UTF-8, or not correctly (11.6). */
    UNSUPPORTED_ENCODING,
    /** A mandatory-to-negotiate feature is not supported by the receiver. */
    UNSUPPORTED_FEATURE,
    /** A first-level child of the stream is not supported by the receiver. */
    UNSUPPORTED_STANZA_TYPE,
    /** The {@code version} of the initial header is not supported. */
    UNSUPPORTED_VERSION;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String wire() {
      return wire;
    }
  }

  public static StreamError of(Condition condition) {
    return new StreamError(condition, null, null);
  }

  /** The condition with a sentence for a person. */
  public static StreamError of(Condition condition, String text) {
    return new StreamError(condition, text, null);
  }

  public StreamError withApplication(Element applicationCondition) {
    return new StreamError(condition, text, applicationCondition);
  }

  /** What a {@code <stream:error/>} says; an unknown condition counts as undefined. */
  public static StreamError read(Element error) {
    Condition found = Condition.UNDEFINED_CONDITION;
    Element application = null;
    for (Element child : error.elements()) {
      if (!child.namespace().equals(Ns.STREAM_ERRORS)) {
        application = child;
        continue;
      }
      for (Condition condition : Condition.values()) {
        if (condition.wire().equals(child.name())) {
          found = condition;
        }
      }
    }
    String text = error.child("text", Ns.STREAM_ERRORS).map(Element::text).orElse(null);
    return new StreamError(found, text, application);
  }

  /** The {@code <stream:error/>} element. */
  public Element toElement() {
    Element.Builder error =
        Element.builder("error", Ns.STREAMS).child(Element.of(condition.wire(), Ns.STREAM_ERRORS));
    if (text != null) {
      error.child(
          Element.builder("text", Ns.STREAM_ERRORS)
              .attribute(Element.XML_LANG, "en")
              .text(text)
              .build());
    }
    return error.child(Optional.ofNullable(application)).build();
  }
}
