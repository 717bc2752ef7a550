package scanmill.pickles;

/** Text as protocol 0 writes it, on a line of its own. */
final class PickledText {
  private PickledText() {}

  /** {@code 'it\'s'}: Python's {@code repr} of bytes, here one character each. */
  static String quoted(String line, PickleBytes in) {
    String text = line.strip();
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '\'' || text.charAt(0) == '"')
            && text.charAt(text.length() - 1) == text.charAt(0);
    if (!quoted) {
      throw Refused.malformed(in.where(), "text without quotes before byte " + in.at());
    }
    return unescaped(text.substring(1, text.length() - 1), true, in);
  }

  /** {@code raw-unicode-escape}: only {@code \}{@code u0041} and {@code \}{@code U00000041}. */
  static String escaped(String line, PickleBytes in) {
    return unescaped(line, false, in);
  }

  private static String unescaped(String text, boolean all, PickleBytes in) {
    StringBuilder out = new StringBuilder(text.length());
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      if (c != '\\' || n + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(n + 1);
      int digits = next == 'u' ? 4 : next == 'U' ? 8 : next == 'x' && all ? 2 : 0;
      if (digits > 0) {
        out.appendCodePoint(hex(text, n + 2, digits, in));
        n += 1 + digits;
      } else if (all) {
        out.append(plain(next));
        n++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int hex(String text, int from, int digits, PickleBytes in) {
    int to = from + digits;
    if (to > text.length() || !text.substring(from, to).matches("[0-9a-fA-F]+")) {
      throw Refused.malformed(in.where(), "a broken character before byte " + in.at());
    }
    long value = Long.parseLong(text.substring(from, to), 16);
    if (value > Character.MAX_CODE_POINT) {
      throw Refused.malformed(in.where(), "a broken character before byte " + in.at());
    }
    return (int) value;
  }

  private static char plain(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> '\0';
      default -> escaped;
    };
  }
}
