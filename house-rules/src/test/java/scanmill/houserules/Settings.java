package scanmill.houserules;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of the services that docs/reference/settings.md lists. */
final class Settings {
  private Settings() {}

  /** The first cell of every row: {@code scanmill.store.endpoint}. */
  static Set<String> documented() {
    return rows("[a-z]+\\.[a-z.-]+");
  }

  private static Set<String> rows(String name) {
    Set<String> rows = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `(" + name + ")` \\|")
            .matcher(Repository.read("docs/reference/settings.md"));
    while (row.find()) {
      rows.add(row.group(1));
    }
    return rows;
  }

  /**
   * The same as environment variables, {@code SCANMILL_STORE_ENDPOINT}, and what is no more than
   * such a variable.
   */
  static Set<String> variables() {
    Set<String> variables = rows("[A-Z][A-Z_]+");
    documented().forEach(s -> variables.add(s.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT)));
    return variables;
  }
}
