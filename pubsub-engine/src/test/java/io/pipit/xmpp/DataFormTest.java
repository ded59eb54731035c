package io.pipit.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.xmpp.DataForm.Field;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataFormTest {

  private static Optional<DataForm> read(String type, String content) {
    String x = "<x xmlns='jabber:x:data' type='" + type + "'>" + content + "</x>";
    return DataForm.read(XmlDocument.parse(x.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @Tag("PF-0068-form-type")
  void writesAConfigurationForm() {
    DataForm form =
        DataForm.builder(DataForm.Type.FORM)
            .formType("urn:f")
            .title("Title")
            .instructions("Please")
            .field(
                new Field(
                    "a",
                    FieldType.LIST_SINGLE,
                    "A",
                    "which",
                    /* required= */ true,
                    List.of("x"),
                    List.of(new DataForm.Option("X", "x"), new DataForm.Option(null, "y"))))
            .build();

    assertEquals(
        "<x xmlns='jabber:x:data' type='form'><title>Title</title>"
            + "<instructions>Please</instructions>"
            + "<field var='FORM_TYPE' type='hidden'><value>urn:f</value></field>"
            + "<field var='a' type='list-single' label='A'><desc>which</desc><required/>"
            + "<value>x</value><option label='X'><value>x</value></option>"
            + "<option><value>y</value></option></field></x>",
        XmlWriter.text(form.toElement()));
    assertEquals(Optional.of(form), DataForm.read(form.toElement()));
    assertEquals(Optional.of("urn:f"), form.formType());
  }

  @ParameterizedTest(name = "PF-0004-types {0}")
  @EnumSource(DataForm.Type.class)
  @Tag("PF-0004-types")
  void everyTypeIsReadAsItIsWritten(DataForm.Type type) {
    DataForm form = DataForm.builder(type).field("a", "1", "2").build();

    assertEquals(Optional.of(form), DataForm.read(form.toElement()));
    assertEquals(Optional.of(form), DataForm.find(Element.of("p", "", form.toElement())));
  }

  @ParameterizedTest(name = "PF-0004-field-types {0}")
  @EnumSource(FieldType.class)
  @Tag("PF-0004-field-types")
  void everyFieldTypeIsReadAsItIsWritten(FieldType type) {
    DataForm form =
        DataForm.builder(DataForm.Type.FORM).field(Field.of(type, "v", "l", "1")).build();

    assertEquals(Optional.of(form), DataForm.read(form.toElement()));
  }

  @Test
  void anUnknownFieldTypeIsTextSingle() {
    Field field =
        read("form", "<field var='a' type='new'/>").orElseThrow().field("a").orElseThrow();
    assertEquals(FieldType.TEXT_SINGLE, field.type());
  }

  @ParameterizedTest(name = "PF-0004-multi-value {0}")
  @EnumSource(FieldType.class)
  @Tag("PF-0004-multi-value")
  void severalValuesNeedATypeThatAllowsThem(FieldType type) {
    String field =
        "<field var='a' type='" + type.wire() + "'><value>1</value><value>2</value></field>";

    assertEquals(type.allowsSeveral(), read("submit", field).isPresent());
  }

  @Test
  @Tag("PF-0004-boolean-lexical")
  void aBooleanHasFourSpellings() {
    for (String yes : List.of("1", "true")) {
      assertEquals(Optional.of(true), Field.of("a", yes).asBoolean());
    }
    for (String no : List.of("0", "false")) {
      assertEquals(Optional.of(false), Field.of("a", no).asBoolean());
    }
    for (String neither : List.of("", "True", "yes", "2", " 1")) {
      assertEquals(Optional.empty(), Field.of("a", neither).asBoolean());
    }
    assertEquals(Optional.empty(), Field.of("a").asBoolean());
    assertEquals(Optional.empty(), Field.of("a", "1", "1").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FORM", "unknown"})
  @Tag("PF-0004-types")
  void anUnknownTypeIsNoForm(String type) {
    assertEquals(Optional.empty(), read(type, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<field/>",
        "<field type='text-single'><value>1</value></field>",
        "<field var='a'/><field var='b'/><field var='a'/>",
      })
  void fieldsWithoutNameOrWithOneNameAreRefused(String fields) {
    assertEquals(Optional.empty(), read("submit", fields));
  }

  @Test
  void fixedFieldsNeedNoNameAndOtherElementsAreIgnored() {
    DataForm form =
        read(
                "form",
                "<field type='fixed'><value>1</value></field><field type='fixed'/><new/>"
                    + "<field xmlns='urn:other'/><field var='a'><new/></field>")
            .orElseThrow();
    assertEquals(3, form.fields().size());
    assertEquals(List.of(), form.values("a"));
    assertEquals(List.of(), form.values("none"));
    assertEquals(Optional.empty(), form.value("a"));
  }

  @Test
  void anotherElementIsNoForm() {
    assertEquals(
        Optional.empty(),
        DataForm.read(Element.builder("x", "urn:x").attribute("type", "form").build()));
    assertEquals(Optional.empty(), DataForm.find(Element.of("p", "")));
  }

  @Test
  void aFormOfOursHasEachFieldOnce() {
    DataForm.Builder form = DataForm.builder(DataForm.Type.FORM).field("a", "1");
    Field again = Field.of("a", "2");
    assertThrows(IllegalArgumentException.class, () -> form.field(again));
  }
}
