package io.pipit.pep.profile;

import io.pipit.xmpp.Element;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody or something is (XEP-0080). Any thread. What is not said is null.
 *
 * @param accuracy horizontal error in metres
 * @param alt altitude in metres above sea level
 * @param altaccuracy vertical error in metres
 * @param area such as a campus
 * @param bearing where it is heading, in degrees relative to true north
 * @param countrycode two letters of ISO 3166
 * @param datum WGS84 when it is not said
 * @param description a name for the location
 * @param error horizontal error in arc minutes; {@code accuracy} takes its place
 * @param lat degrees north, -90 to 90
 * @param locality such as a town
 * @param lon degrees east, -180 to 180
 * @param region such as a state
 * @param regioncode of ISO 3166-2
 * @param speed metres per second
 * @param text anything else about the location
 * @param timestamp when it was there
 * @param tzo offset of the local time from UTC, {@code Z} or such as {@code -07:00}
 * @param uri where there is more about the location
 * @param lang in which language the texts are (xml:lang)
 */
public record Geoloc(
    @Nullable BigDecimal accuracy,
    @Nullable BigDecimal alt,
    @Nullable BigDecimal altaccuracy,
    @Nullable String area,
    @Nullable BigDecimal bearing,
    @Nullable String building,
    @Nullable String country,
    @Nullable String countrycode,
    @Nullable String datum,
    @Nullable String description,
    @Nullable BigDecimal error,
    @Nullable String floor,
    @Nullable BigDecimal lat,
    @Nullable String locality,
    @Nullable BigDecimal lon,
    @Nullable String postalcode,
    @Nullable String region,
    @Nullable String regioncode,
    @Nullable String room,
    @Nullable BigDecimal speed,
    @Nullable String street,
    @Nullable String text,
    @Nullable Instant timestamp,
    @Nullable String tzo,
    @Nullable String uri,
    @Nullable String lang) {

  public static final String NAMESPACE = "http://jabber.org/protocol/geoloc";

  /** Nothing is said of a location any more (4.1). */
  public static final Geoloc NONE = builder().build();

  public static final PayloadFormat<Geoloc> FORMAT =
      new RecordFormat<>("geoloc", NAMESPACE, Geoloc::read, Geoloc::write);

  private static final BigDecimal POLE = BigDecimal.valueOf(90);
  private static final BigDecimal DATE_LINE = BigDecimal.valueOf(180);

  /** The TZD of XEP-0082. */
  private static final Pattern OFFSET = Pattern.compile("Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]");

  /** A location of which nothing is said yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** A position in degrees north and east. */
  public static Builder at(BigDecimal lat, BigDecimal lon) {
    return builder().lat(lat).lon(lon);
  }

  private static Reading<Geoloc> read(Element payload) {
    Children children = new Children(payload);
    Geoloc geoloc =
        new Geoloc(
            children.decimal("accuracy"),
            children.decimal("alt"),
            children.decimal("altaccuracy"),
            children.text("area"),
            children.decimal("bearing"),
            children.text("building"),
            children.text("country"),
            children.text("countrycode"),
            children.text("datum"),
            children.text("description"),
            children.decimal("error"),
            children.text("floor"),
            children.decimal("lat", POLE.negate(), POLE),
            children.text("locality"),
            children.decimal("lon", DATE_LINE.negate(), DATE_LINE),
            children.text("postalcode"),
            children.text("region"),
            children.text("regioncode"),
            children.text("room"),
            children.decimal("speed"),
            children.text("street"),
            children.text("text"),
            children.time("timestamp"),
            children.matching("tzo", OFFSET, "no offset from UTC"),
            children.uri("uri"),
            payload.attribute(Element.XML_LANG).orElse(null));
    return children.reading(() -> geoloc);
  }

  private Element write() {
    return new PayloadBuilder("geoloc", NAMESPACE)
        .attribute(Element.XML_LANG, lang)
        .child("accuracy", accuracy)
        .child("alt", alt)
        .child("altaccuracy", altaccuracy)
        .child("area", area)
        .child("bearing", bearing)
        .child("building", building)
        .child("country", country)
        .child("countrycode", countrycode)
        .child("datum", datum)
        .child("description", description)
        .child("error", error)
        .child("floor", floor)
        .child("lat", lat)
        .child("locality", locality)
        .child("lon", lon)
        .child("postalcode", postalcode)
        .child("region", region)
        .child("regioncode", regioncode)
        .child("room", room)
        .child("speed", speed)
        .child("street", street)
        .child("text", text)
        .child("timestamp", timestamp)
        .child("tzo", tzo)
        .child("uri", uri)
        .build();
  }

  /** A location in the making; null for what is not said. Confined to its caller. */
  public static final class Builder {

    private @Nullable BigDecimal accuracy;
    private @Nullable BigDecimal alt;
    private @Nullable BigDecimal altaccuracy;
    private @Nullable String area;
    private @Nullable BigDecimal bearing;
    private @Nullable String building;
    private @Nullable String country;
    private @Nullable String countrycode;
    private @Nullable String datum;
    private @Nullable String description;
    private @Nullable BigDecimal error;
    private @Nullable String floor;
    private @Nullable BigDecimal lat;
    private @Nullable String locality;
    private @Nullable BigDecimal lon;
    private @Nullable String postalcode;
    private @Nullable String region;
    private @Nullable String regioncode;
    private @Nullable String room;
    private @Nullable BigDecimal speed;
    private @Nullable String street;
    private @Nullable String text;
    private @Nullable Instant timestamp;
    private @Nullable String tzo;
    private @Nullable String uri;
    private @Nullable String lang;

    private Builder() {}

    public Builder accuracy(@Nullable BigDecimal accuracy) {
      this.accuracy = accuracy;
      return this;
    }

    public Builder alt(@Nullable BigDecimal alt) {
      this.alt = alt;
      return this;
    }

    public Builder altaccuracy(@Nullable BigDecimal altaccuracy) {
      this.altaccuracy = altaccuracy;
      return this;
    }

    public Builder area(@Nullable String area) {
      this.area = area;
      return this;
    }

    public Builder bearing(@Nullable BigDecimal bearing) {
      this.bearing = bearing;
      return this;
    }

    public Builder building(@Nullable String building) {
      this.building = building;
      return this;
    }

    public Builder country(@Nullable String country) {
      this.country = country;
      return this;
    }

    public Builder countrycode(@Nullable String countrycode) {
      this.countrycode = countrycode;
      return this;
    }

    public Builder datum(@Nullable String datum) {
      this.datum = datum;
      return this;
    }

    public Builder description(@Nullable String description) {
      this.description = description;
      return this;
    }

    public Builder error(@Nullable BigDecimal error) {
      this.error = error;
      return this;
    }

    public Builder floor(@Nullable String floor) {
      this.floor = floor;
      return this;
    }

    public Builder lat(@Nullable BigDecimal lat) {
      this.lat = lat;
      return this;
    }

    public Builder locality(@Nullable String locality) {
      this.locality = locality;
      return this;
    }

    public Builder lon(@Nullable BigDecimal lon) {
      this.lon = lon;
      return this;
    }

    public Builder postalcode(@Nullable String postalcode) {
      this.postalcode = postalcode;
      return this;
    }

    public Builder region(@Nullable String region) {
      this.region = region;
      return this;
    }

    public Builder regioncode(@Nullable String regioncode) {
      this.regioncode = regioncode;
      return this;
    }

    public Builder room(@Nullable String room) {
      this.room = room;
      return this;
    }

    public Builder speed(@Nullable BigDecimal speed) {
      this.speed = speed;
      return this;
    }

    public Builder street(@Nullable String street) {
      this.street = street;
      return this;
    }

    public Builder text(@Nullable String text) {
      this.text = text;
      return this;
    }

    public Builder timestamp(@Nullable Instant timestamp) {
      this.timestamp = timestamp;
      return this;
    }

    public Builder tzo(@Nullable String tzo) {
      this.tzo = tzo;
      return this;
    }

    public Builder uri(@Nullable String uri) {
      this.uri = uri;
      return this;
    }

    public Builder lang(@Nullable String lang) {
      this.lang = lang;
      return this;
    }

    public Geoloc build() {
      return new Geoloc(
          accuracy,
          alt,
          altaccuracy,
          area,
          bearing,
          building,
          country,
          countrycode,
          datum,
          description,
          error,
          floor,
          lat,
          locality,
          lon,
          postalcode,
          region,
          regioncode,
          room,
          speed,
          street,
          text,
          timestamp,
          tzo,
          uri,
          lang);
    }
  }
}
