package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * JSON values as Python prints them, since that is how ivadomed's tables spell what sidecars say:
 * {@code 2.5e-06}, {@code [1, 'a', True]}.
 */
final class PythonText {
  private PythonText() {}

  /** A value as {@code str} gives it: texts as they are, unless they stand in a list. */
  static String of(JsonNode value) {
    return value.isTextual() ? value.textValue() : nested(value);
  }

  private static String nested(JsonNode value) {
    if (value.isTextual()) {
      return quoted(value.textValue());
    }
    if (value.isNull() || value.isBoolean()) {
      return value.isNull() ? "None" : value.booleanValue() ? "True" : "False";
    }
    if (value.isNumber()) {
      return value.isIntegralNumber() ? value.asText() : number(value.doubleValue());
    }
    if (value.isArray()) {
      StringJoiner all = new StringJoiner(", ", "[", "]");
      value.forEach(each -> all.add(nested(each)));
      return all.toString();
    }
    StringJoiner all = new StringJoiner(", ", "{", "}");
    value.properties().forEach(e -> all.add(quoted(e.getKey()) + ": " + nested(e.getValue())));
    return all.toString();
  }

  /** The shortest digits that mean this number, with an exponent below 1e-4 and from 1e16 on. */
  static String number(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value)
          ? "nan"
          : value == 0 ? (1 / value < 0 ? "-0.0" : "0.0") : value > 0 ? "inf" : "-inf";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= 17; digits++) {
      shortest = exact.round(new MathContext(digits));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    BigDecimal bare = shortest.stripTrailingZeros();
    int exponent = bare.precision() - bare.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = bare.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = bare.unscaledValue().abs().toString();
    String point = digits.length() > 1 ? "." + digits.substring(1) : "";
    return String.format(
        Locale.ROOT,
        "%s%s%se%s%02d",
        value < 0 ? "-" : "",
        digits.charAt(0),
        point,
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }

  private static String quoted(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 127) {
            quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            quoted.append(c == quote ? "\\" + c : String.valueOf(c));
          }
        }
      }
    }
    return quoted.append(quote).toString();
  }
}
