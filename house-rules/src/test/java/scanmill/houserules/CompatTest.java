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
      Map.ofEntries(
          entry("Schedules", "early stopping"),
          entry("Losses", "`AdapWingLoss` without `weighted`"),
          entry(
              "Dialects",
              "`applied_to` of a transform of intensities, where absent",
              "`balance_samples: true`"),
          entry("Transfer", "`transfer_learning.reset` where absent"),
          entry("Network", "`final_activation` of `FiLMedUnet`"),
          entry("Preparation", "`ROICrop` of a scan without a region"),
          entry("PictureDepth", "pictures of more than 8 bits"),
          entry("PreparationPlan", "boxes of `object_detection_params`"),
          entry("EvaluationPlan", "`mse` of evaluations"),
          entry("Segmenter", "patches that overlap at inference"),
          entry("WindowTreatment", "augmentation of `aleatoric`"),
          entry("Measured", "objects of `uncertainty`"),
          entry("DetectionBoxes", "boxes of `object_detection_params`"));

  /** They only hand on what is asked. */
  private static final Set<String> MESSENGERS =
      Set.of("Config", "Advice", "Recipe", "TestPass", "Standalone", "Predict", "MeasuringPlan");

  private static Map.Entry<String, Set<String>> entry(String asking, String... rows) {
    return Map.entry(asking, Set.of(rows));
  }

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
