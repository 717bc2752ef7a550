package scanmill.reports;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scanmill.metrics.Evaluation;
import scanmill.metrics.Score;
import scanmill.metrics.Summary;
import scanmill.metrics.Unit;

/** How objects are found, all together and by size. */
final class ObjectsSection {
  private static final Pattern SIZE = Pattern.compile("n_(.+(?:vox|mm3))_class[0-9]+");

  private final EvaluationReport report;
  private final Map<String, Summary> summaries;

  ObjectsSection(EvaluationReport report, Map<String, Summary> summaries) {
    this.report = report;
    this.summaries = summaries;
  }

  static boolean isIn(Map<String, Summary> summaries) {
    return summaries.containsKey("ltpr_class0");
  }

  void add(Html html) {
    if (!isIn(summaries)) {
      return;
    }
    html.heading("objects", "Objects");
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < report.classCount(); c++) {
      rows.add(row(c, "all", "n_gt", "ltpr", "lfdr", total("n_pred_class" + c)));
      for (String size : sizes()) {
        rows.add(row(c, size, "n_" + size, "ltpr_" + size, "lfdr_" + size, "–"));
      }
    }
    html.table(
        List.of(
            "class",
            "size",
            "objects of references",
            "of predictions",
            "found (ltpr)",
            "false (lfdr)",
            "panoptic quality"),
        rows);
  }

  /** The bins of size that were asked for, small ones first. */
  private Set<String> sizes() {
    Set<String> sizes = new LinkedHashSet<>();
    for (String column : summaries.keySet()) {
      Matcher matcher = SIZE.matcher(column);
      if (matcher.matches()) {
        sizes.add(matcher.group(1));
      }
    }
    return sizes;
  }

  private List<String> row(
      int c, String size, String count, String found, String wrong, String predicted) {
    boolean all = size.equals("all");
    return List.of(
        report.className(c),
        size,
        total(count + "_class" + c),
        predicted,
        mean(found + "_class" + c),
        mean(wrong + "_class" + c),
        all ? mean("pq_class" + c) : "–");
  }

  private String mean(String column) {
    Summary summary = summaries.get(column);
    return summary == null ? "–" : Numbers.mean(summary);
  }

  /** Of all scans together. */
  private String total(String column) {
    double total = 0;
    for (Evaluation evaluation : report.evaluations()) {
      for (Score score : evaluation.scores()) {
        boolean counts = score.column().equals(column) && !Double.isNaN(score.value());
        total += counts ? score.value() : 0;
      }
    }
    return Numbers.of(total, Unit.ONE).replaceFirst("\\.0+$", "");
  }
}
