package scanmill.ingest;

import java.util.regex.Pattern;

/**
 * A pattern for folder names: {@code *} any characters within one name, {@code ?} one, {@code **}
 * any characters, slashes included; {@code x/**} matches {@code x} too. Everything else stands for
 * itself.
 */
final class Glob {
  private final Pattern pattern;

  Glob(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      if (glob.startsWith("/**", at) && at + 3 == glob.length()) {
        regex.append("(/.*)?");
        at += 3;
      } else if (glob.startsWith("**/", at)) {
        regex.append("(.*/)?");
        at += 3;
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        char c = glob.charAt(at++);
        regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
      }
    }
    pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
