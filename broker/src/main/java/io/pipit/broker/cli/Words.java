package io.pipit.broker.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum as the words that are their texts, in any case. */
record Words<E extends Enum<E>>(Class<E> family) implements ITypeConverter<E> {

  @Override
  public E convert(String text) {
    List<E> constants = List.of(family.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.toString().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is not one of "
                        + String.join(
                            ", ",
                            Arrays.stream(family.getEnumConstants()).map(E::toString).toList())));
  }
}
