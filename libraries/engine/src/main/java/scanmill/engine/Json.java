package scanmill.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.problems.BadInputException;

/**
 * The JSON that a safetensors header may hold: objects, lists, texts and whole numbers, not nested
 * deeply, no key twice.
 */
final class Json {
  private static final int DEEPEST = 8;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * @return a Map, List, String or Long
   */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.wrong("text after its end");
    }
    return value;
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private BadInputException wrong(String found) {
    return Safetensors.corrupt("its header has " + found + " at character " + at);
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char next() {
    space();
    if (at >= text.length()) {
      throw wrong("no end");
    }
    return text.charAt(at);
  }

  private boolean taken(char c) {
    if (next() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void take(char c) {
    if (!taken(c)) {
      throw wrong("no " + c);
    }
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("too deep a nesting");
    }
    return switch (next()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    take('{');
    if (taken('}')) {
      return object;
    }
    do {
      next();
      String key = string();
      take(':');
      if (object.put(key, value(depth + 1)) != null) {
        throw wrong("a key that was there before");
      }
    } while (taken(','));
    take('}');
    return object;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    take('[');
    if (taken(']')) {
      return list;
    }
    do {
      list.add(value(depth + 1));
    } while (taken(','));
    take(']');
    return list;
  }

  private Long number() {
    int from = at;
    while (at < text.length()
        && (Character.digit(text.charAt(at), 10) >= 0 || text.charAt(at) == '-')) {
      at++;
    }
    try {
      return Long.parseLong(text.substring(from, at));
    } catch (NumberFormatException e) {
      throw wrong("no whole number");
    }
  }

  private String string() {
    take('"');
    StringBuilder string = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw wrong("a control character in a text");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw wrong("a text without an end");
  }

  private char escaped() {
    if (at >= text.length()) {
      throw wrong("a text without an end");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw wrong("a text without an end");
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        throw wrong("an unknown escape");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }
}
