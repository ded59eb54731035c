package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import org.jspecify.annotations.Nullable;

/**
 * A page that somebody looks at (XEP-0195). Any thread.
 *
 * @param uri of the page, null for {@link #NONE} alone
 * @param title null for none
 * @param description null for none
 * @param keywords null for none
 */
public record Browsing(
    @Nullable String uri,
    @Nullable String title,
    @Nullable String description,
    @Nullable String keywords) {

  public static final String NAMESPACE = "urn:xmpp:browsing:0";

  /** The page is no longer looked at (2.2). */
  public static final Browsing NONE = new Browsing(null, null, null, null);

  public static final PayloadFormat<Browsing> FORMAT =
      new RecordFormat<>("page", NAMESPACE, Browsing::read, Browsing::write);

  private static Reading<Browsing> read(Element page) {
    if (page.firstElement().isEmpty()) {
      return new Reading.Valid<>(NONE);
    }
    Children children = new Children(page);
    children.require("uri");
    Browsing browsing =
        new Browsing(
            children.uri("uri"),
            children.text("title"),
            children.text("description"),
            children.text("keywords"));
    return children.reading(() -> browsing);
  }

  private Element write() {
    return new PayloadBuilder("page", NAMESPACE)
        .child("description", description)
        .child("keywords", keywords)
        .child("title", title)
        .child("uri", uri)
        .build();
  }
}
