package io.pipit.xmpp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stanza of type error says (RFC 6120 8.3). A value: returned, never thrown.
 *
 * @param text for a person, in English; null when the condition says it all
 * @param application the application-specific condition, null for none
 */
public record StanzaError(
    Type type, Condition condition, @Nullable String text, @Nullable Element application) {

  /** What the sender may do about it (RFC 6120 8.3.2). */
  public enum Type {
    AUTH,
    CANCEL,
    CONTINUE,
    MODIFY,
    WAIT;

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
      return wire;
    }
  }

  /** The defined conditions (RFC 6120 8.3.3) with the type each usually has. */
  public enum Condition {
    /** The sender has sent a stanza containing XML that does not conform to the schema. */
    BAD_REQUEST(Type.MODIFY),
    /** Access cannot be granted because an existing resource exists with the same name. */
    CONFLICT(Type.CANCEL),
    /** The feature represented in the XML stanza is not implemented by the recipient or server. */
    FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
    /** The requesting entity does not possess the permissions that the action needs. */
    FORBIDDEN(Type.AUTH),
    /** The recipient or server can no longer be contacted at this address. */
    GONE(Type.CANCEL),
    /** The server has experienced a misconfiguration or other internal error. */
    INTERNAL_SERVER_ERROR(Type.CANCEL),
    /** The addressed JID or item requested cannot be found. */
    ITEM_NOT_FOUND(Type.CANCEL),
    /** The sender has provided a JID that violates the format of RFC 7622. */
    JID_MALFORMED(Type.MODIFY),
    /** The recipient or server understands the request but cannot process it as it is worded. */
    NOT_ACCEPTABLE(Type.MODIFY),
    /** The recipient or server does not allow any entity to perform the action. */
    NOT_ALLOWED(Type.CANCEL),
    /** The sender needs to provide credentials before being allowed to perform the action. */
    NOT_AUTHORIZED(Type.AUTH),
    /** The requesting entity is not authorized because payment is required. */
    PAYMENT_REQUIRED(Type.AUTH),
    /** The entity has violated some local service policy. */
    POLICY_VIOLATION(Type.MODIFY),
    /** The intended recipient is temporarily unavailable. */
    RECIPIENT_UNAVAILABLE(Type.WAIT),
    /** The recipient or server is redirecting requests to another entity. */
    REDIRECT(Type.MODIFY),
    /** Prior registration is necessary. */
    REGISTRATION_REQUIRED(Type.AUTH),
    /** A remote server or service does not exist or cannot be resolved. */
    REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
    /** A remote server or service could not be reached in time. */
    REMOTE_SERVER_TIMEOUT(Type.WAIT),
    /** The server or recipient is busy or lacks the resources to service the request. */
    RESOURCE_CONSTRAINT(Type.WAIT),
    /** The server or recipient does not currently provide the requested service. */
    SERVICE_UNAVAILABLE(Type.CANCEL),
    /** A subscription is necessary. */
    SUBSCRIPTION_REQUIRED(Type.AUTH),
    /** None of the other conditions fits. */
    UNDEFINED_CONDITION(Type.CANCEL),
    /** The request was understood but was not expected at this time. */
    UNEXPECTED_REQUEST(Type.WAIT);

    private final Type usualType;
    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Condition(Type usualType) {
      this.usualType = usualType;
    }

    public Type usualType() {
      return usualType;
    }

    public String wire() {
      return wire;
    }
  }

  /** The condition with its usual type. */
  public static StanzaError of(Condition condition) {
    return new StanzaError(condition.usualType(), condition, null, null);
  }

  public static StanzaError of(Type type, Condition condition) {
    return new StanzaError(type, condition, null, null);
  }

  /** The condition with its usual type and a sentence for a person. */
  public static StanzaError of(Condition condition, String text) {
    return new StanzaError(condition.usualType(), condition, text, null);
  }

  public StanzaError withApplication(Element applicationCondition) {
    return new StanzaError(type, condition, text, applicationCondition);
  }

  public Optional<Element> applicationCondition() {
    return Optional.ofNullable(application);
  }

  /**
   * What an {@code <error/>} says. An unknown condition counts as undefined, an unknown type as the
   * usual one of its condition (RFC 6120 8.3.2).
   */
  public static StanzaError read(Element error) {
    Condition condition = Condition.UNDEFINED_CONDITION;
    Element application = null;
    for (Element child : error.elements()) {
      if (!child.namespace().equals(Ns.STANZA_ERRORS)) {
        application = child;
        continue;
      }
      for (Condition known : Condition.values()) {
        if (known.wire().equals(child.name())) {
          condition = known;
        }
      }
    }
    Type type = condition.usualType();
    for (Type known : Type.values()) {
      if (known.wire().equals(error.attribute("type", ""))) {
        type = known;
      }
    }
    String text = error.child("text", Ns.STANZA_ERRORS).map(Element::text).orElse(null);
    return new StanzaError(type, condition, text, application);
  }

  /** The {@code <error/>} child, in the namespace of a client stream. */
  public Element toElement() {
    Element.Builder error =
        Element.builder("error", Ns.CLIENT)
            .attribute("type", type.wire())
            .child(Element.of(condition.wire(), Ns.STANZA_ERRORS));
    if (text != null) {
      error.child(
          Element.builder("text", Ns.STANZA_ERRORS)
              .attribute(Element.XML_LANG, "en")
              .text(text)
              .build());
    }
    return error.child(applicationCondition()).build();
  }
}
