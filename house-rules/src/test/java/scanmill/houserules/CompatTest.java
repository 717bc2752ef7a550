package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever does as ivadomed does, when asked to, says so in the one table of it. */
class CompatTest {
  /** The class that asks, and the row about what it does. */
  private static final Map<String, Set<String>> ROWS =
      Map.of(
          "Schedules", Set.of("early stopping"),
          "Losses", Set.of("`AdapWingLoss` without `weighted`"),
          "Dialects",
              Set.of(
                  "`applied_to` of a transform of intensities, where absent",
                  "`balance_samples: true`"),
          "Transfer", Set.of("`transfer_learning.reset` where absent"),
          "Network", Set.of("`final_activation` of `FiLMedUnet`"),
          "Preparation", Set.of("`ROICrop` of a scan without a region"),
          "PreparationPlan", Set.of("pictures of more than 8 bits"),
          "EvaluationPlan", Set.of("`mse` of evaluations"));

  /** They only hand on what is asked. */
  private static final Set<String> MESSENGERS =
      Set.of("Config", "Advice", "Recipe", "TestPass", "Standalone");

  @Test
  void everyOldWayHasItsRow() {
    Set<String> asking = new TreeSet<>();
    Repository.files(".java").stream()
        .filter(file -> Repository.name(file).contains("/src/main/java/"))
        .filter(file -> Repository.read(file).contains("likeIvadomed"))
        .forEach(file -> asking.add(Repository.fileName(file).replace(".java", "")));
    asking.removeAll(MESSENGERS);
    assertThat(asking).isEqualTo(new TreeSet<>(ROWS.keySet()));

    String page = Repository.read("docs/reference/configuration.md");
    String table = page.substring(page.indexOf("## What compat restores"));
    Set<String> rows = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$").matcher(table);
    while (row.find()) {
      rows.add(row.group(1));
    }
    rows.remove("what");
    Set<String> expected = new TreeSet<>();
    ROWS.values().forEach(expected::addAll);
    assertThat(rows).isEqualTo(expected);
  }
}
