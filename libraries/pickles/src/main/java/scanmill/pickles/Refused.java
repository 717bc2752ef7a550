package scanmill.pickles;

import java.util.List;
import java.util.Map;
import scanmill.problems.BadInputException;

/** Words for pickles that are not read. */
final class Refused {
  private static final String RIGHT_FILE = "Check that this is the right file, whole.";

  private Refused() {}

  static BadInputException truncated(String where, long needed, long at, long size) {
    return BadInputException.of(
        "pickle-truncated",
        where
            + ": required "
            + needed
            + (needed == 1 ? " byte" : " bytes")
            + " at byte "
            + at
            + "; found the end of the file at byte "
            + size
            + ".",
        "Copy the file again.");
  }

  static BadInputException malformed(String where, String found) {
    return BadInputException.of(
        "pickle-malformed", where + ": required a Python pickle; found " + found + ".", RIGHT_FILE);
  }

  static BadInputException tooLarge(String where, String required, String found) {
    return BadInputException.of(
        "pickle-too-large",
        where + ": required " + required + "; found " + found + ".",
        RIGHT_FILE);
  }

  static BadInputException foreign(String where, String name) {
    return BadInputException.of(
        "pickle-foreign-class",
        where
            + ": required plain values and the classes that such a file needs; found "
            + printable(name)
            + ", which Python would run. Nothing was made of it.",
        "Use a file from a source you trust, or convert it where Python is.");
  }

  static BadInputException unexpected(String where, String required, String found) {
    return BadInputException.of(
        "pickle-unexpected",
        where + ": required " + required + "; found " + found + ".",
        RIGHT_FILE);
  }

  /** A name as a message may show it: short, and without control characters. */
  static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() > 100 ? clean.substring(0, 100) + "..." : clean;
  }

  /** What a value is, without showing what it says. */
  static String kind(Object value) {
    if (value instanceof Inert inert) {
      return "a " + printable(inert.type());
    }
    if (value instanceof Known known) {
      return "the class " + printable(known.name());
    }
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof Map) {
      return "a dict";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Number) {
      return "a number";
    }
    return value == None.NONE ? "None" : "a " + value.getClass().getSimpleName();
  }
}
