package scanmill.reports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.metrics.Bootstrap;
import scanmill.metrics.Cohort;
import scanmill.metrics.Evaluation;
import scanmill.metrics.Score;
import scanmill.metrics.Summary;
import scanmill.metrics.Unit;

/** A report for people: one document, its style, plots and pictures within it. */
final class ReportPage {
  private static final int PICTURES = 12;
  private static final int LISTED = 500;
  private static final List<String> HEADLINES =
      List.of("dice", "hausdorff95", "assd", "nsd", "precision");

  private final EvaluationReport report;
  private final ScanPictures pictures;
  private final Map<String, Summary> summaries;
  private final Html html = new Html();

  ReportPage(EvaluationReport report, ScanPictures pictures) {
    this.report = report;
    this.pictures = pictures;
    this.summaries = byColumn(report.cohort());
  }

  private static Map<String, Summary> byColumn(Cohort cohort) {
    Map<String, Summary> summaries = new LinkedHashMap<>();
    cohort.summaries(Bootstrap.DEFAULT).forEach(s -> summaries.put(s.column(), s));
    return summaries;
  }

  String html() throws IOException {
    html.marks("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.marks("<meta name=\"viewport\" content=\"width=device-width\">");
    html.element("title", report.title());
    html.marks("<style>\n" + ReportStyle.CSS + "</style></head><body>");
    html.element("h1", report.title());
    html.marks("<p class=\"quiet\">" + counted() + "</p>");
    contents();
    notes();
    summary();
    distributions();
    cases();
    subgroups();
    volumes();
    new ObjectsSection(report, summaries).add(html);
    reliability();
    everyScore();
    html.heading("definitions", "What the scores mean");
    html.marks(Definitions.html());
    html.element(
        "p",
        "More of each score: docs/reference/catalogue/metrics.md of Scanmill's documentation.");
    return html.marks("</body></html>").toString();
  }

  private String counted() {
    int scans = report.evaluations().size();
    int classes = report.classCount();
    return scans
        + (scans == 1 ? " scan, " : " scans, ")
        + classes
        + (classes == 1 ? " class" : " classes");
  }

  private void contents() {
    StringBuilder nav = new StringBuilder("<nav>");
    link(nav, "summary", "Summary", true);
    link(nav, "distributions", "Distributions", true);
    link(nav, "cases", "Worst scans first", true);
    link(nav, "subgroups", "Subgroups", !report.subgroups().isEmpty());
    link(nav, "volumes", "Volumes", true);
    link(nav, "objects", "Objects", ObjectsSection.isIn(summaries));
    link(nav, "reliability", "Reliability", report.reliability().isPresent());
    link(nav, "scores", "Every score", true);
    link(nav, "definitions", "Definitions", true);
    html.marks(nav.append("</nav>").toString());
  }

  private static void link(StringBuilder nav, String id, String words, boolean there) {
    if (there) {
      nav.append("<a href=\"#").append(id).append("\">").append(words).append("</a>");
    }
  }

  private void notes() {
    if (report.notes().isEmpty()) {
      return;
    }
    html.marks("<div class=\"notes\">");
    report.notes().forEach(note -> html.element("p", note));
    html.marks("</div>");
  }

  private void summary() {
    html.heading("summary", "Summary");
    html.marks("<p class=\"quiet\">Means over scans with 95 % intervals.</p>");
    html.table(heading("class", "scans"), classRows(report.cohort(), Optional.empty()));
  }

  private List<String> heading(String... first) {
    List<String> heading = new ArrayList<>(List.of(first));
    heading.add("Dice");
    heading.add("median");
    heading.add("global");
    for (String column : shownHeadlines()) {
      heading.add((column.equals("hausdorff95") ? "HD95" : column) + unit(column));
    }
    return heading;
  }

  private String unit(String column) {
    Summary known = summaries.get(column + "_class0");
    return known == null || known.unit() == Unit.ONE ? "" : ", " + known.unit().symbol();
  }

  private List<String> shownHeadlines() {
    return HEADLINES.stream()
        .skip(1)
        .filter(column -> summaries.containsKey(column + "_class0"))
        .toList();
  }

  /** A row for each class. */
  private List<List<String>> classRows(Cohort cohort, Optional<String> group) {
    Map<String, Summary> known = byColumn(cohort);
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < cohort.pooled().size(); c++) {
      List<String> row = new ArrayList<>();
      group.ifPresent(row::add);
      row.add(report.className(c));
      Summary dice = known.get("dice_class" + c);
      row.add(Integer.toString(dice == null ? 0 : dice.count()));
      row.add(dice == null ? "–" : Numbers.mean(dice));
      row.add(dice == null ? "–" : Numbers.of(dice.median(), Unit.ONE));
      row.add(Numbers.of(cohort.pooled().get(c).dice(), Unit.ONE));
      for (String column : shownHeadlines()) {
        Summary summary = known.get(column + "_class" + c);
        row.add(summary == null ? "–" : Numbers.mean(summary));
      }
      rows.add(row);
    }
    return rows;
  }

  private void distributions() {
    html.heading("distributions", "Distributions");
    html.marks(
        "<p class=\"quiet\">A point is a scan and tells its name; the bar is the median.</p>");
    html.marks("<div class=\"plots\">");
    distribution("dice", "Dice", Optional.of(1.0));
    distribution("hausdorff95", "HD95, mm", Optional.empty());
    html.marks("</div>");
  }

  private void distribution(String column, String title, Optional<Double> most) {
    List<String> names = new ArrayList<>();
    List<List<Plots.Named>> values = new ArrayList<>();
    double high = 0;
    for (int c = 0; c < report.classCount(); c++) {
      names.add(report.className(c));
      values.add(values(column + "_class" + c));
      high = Math.max(high, values.get(c).stream().mapToDouble(Plots.Named::y).max().orElse(0));
    }
    if (values.stream().anyMatch(list -> !list.isEmpty())) {
      double top = most.orElse(high * 1.05);
      html.marks("<div>" + Plots.distribution(names, values, 0, top, title) + "</div>");
    }
  }

  private List<Plots.Named> values(String column) {
    List<Plots.Named> values = new ArrayList<>();
    for (Evaluation evaluation : report.evaluations()) {
      double value = value(evaluation, column);
      if (Double.isFinite(value)) {
        String name = evaluation.imageId() + ": " + Numbers.tick(value);
        values.add(new Plots.Named(name, 0, value));
      }
    }
    return values;
  }

  private static double value(Evaluation evaluation, String column) {
    return evaluation.scores().stream()
        .filter(score -> score.column().equals(column))
        .mapToDouble(Score::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private void cases() throws IOException {
    html.heading("cases", "Worst scans first");
    List<Evaluation> worst = report.worstFirst();
    html.marks("<div class=\"plots\">");
    boolean any = false;
    for (Evaluation evaluation : worst.subList(0, Math.min(PICTURES, worst.size()))) {
      Optional<byte[]> png = pictures.png(evaluation.imageId());
      png.ifPresent(bytes -> html.picture(bytes, caption(evaluation)));
      any |= png.isPresent();
    }
    html.marks("</div>");
    if (any) {
      html.marks(
          "<p class=\"key quiet\"><span style=\"background:#62d96b\"></span>both"
              + "<span style=\"background:#ff4d4d\"></span>prediction only (false positive)"
              + "<span style=\"background:#35c9ff\"></span>reference only (false negative)</p>");
    }
    List<String> heading = new ArrayList<>(List.of("scan", "mean Dice"));
    boolean several = report.classCount() > 1;
    for (int c = 0; several && c < report.classCount(); c++) {
      heading.add(report.className(c));
    }
    heading.addAll(List.of("worst HD95, mm", "prediction, mm3", "reference, mm3"));
    List<List<String>> rows = new ArrayList<>();
    for (Evaluation evaluation : worst.subList(0, Math.min(LISTED, worst.size()))) {
      rows.add(row(evaluation, several));
    }
    html.table(heading, rows);
    if (worst.size() > LISTED) {
      html.element("p", "The other " + (worst.size() - LISTED) + " are in the table beside this.");
    }
  }

  private static String caption(Evaluation evaluation) {
    return evaluation.imageId()
        + ", Dice "
        + Numbers.of(EvaluationReport.meanDice(evaluation), Unit.ONE);
  }

  private List<String> row(Evaluation evaluation, boolean several) {
    List<String> row = new ArrayList<>();
    row.add(evaluation.imageId());
    row.add(Numbers.of(EvaluationReport.meanDice(evaluation), Unit.ONE));
    for (int c = 0; several && c < report.classCount(); c++) {
      row.add(Numbers.of(value(evaluation, "dice_class" + c), Unit.ONE));
    }
    double farthest =
        metric(evaluation, "hausdorff95")
            .filter(Double::isFinite)
            .reduce(Math::max)
            .orElse(Double.NaN);
    row.add(Numbers.of(farthest, Unit.MM));
    for (String column : List.of("vol_pred", "vol_gt")) {
      row.add(Numbers.of(metric(evaluation, column).reduce(0.0, Double::sum), Unit.MM3));
    }
    return row;
  }

  private static Stream<Double> metric(Evaluation evaluation, String column) {
    return evaluation.scores().stream()
        .filter(score -> score.metric().column().equals(column))
        .map(Score::value);
  }

  private void subgroups() {
    if (report.subgroups().isEmpty()) {
      return;
    }
    html.heading("subgroups", "Subgroups");
    for (Subgroups column : report.subgroups()) {
      List<List<String>> rows = new ArrayList<>();
      report
          .cohort()
          .by(column::of)
          .forEach((name, cohort) -> rows.addAll(classRows(cohort, Optional.of(name))));
      html.table(heading(column.column(), "class", "scans"), rows);
    }
  }

  private void volumes() {
    html.heading("volumes", "Volumes");
    html.marks(
        "<p class=\"quiet\">How much more is predicted than there is (Bland and Altman): the mean"
            + " difference, and the range in which 95 % of such differences lie.</p>");
    html.marks("<div class=\"plots\">");
    for (int c = 0; c < report.classCount(); c++) {
      List<Plots.Named> points = new ArrayList<>();
      for (Evaluation evaluation : report.evaluations()) {
        double predicted = value(evaluation, "vol_pred_class" + c);
        double referred = value(evaluation, "vol_gt_class" + c);
        if (Double.isFinite(predicted) && Double.isFinite(referred)) {
          points.add(
              new Plots.Named(
                  evaluation.imageId(), (predicted + referred) / 2, predicted - referred));
        }
      }
      html.marks("<div>").element("h3", report.className(c));
      html.marks(Plots.blandAltman(points, Frame.colour(c), "mm³") + "</div>");
    }
    html.marks("</div>");
  }

  private void reliability() {
    if (report.reliability().isEmpty()) {
      return;
    }
    Reliability known = report.reliability().get();
    html.heading("reliability", "Reliability");
    html.marks("<div class=\"plots\">");
    if (!known.calibrations().isEmpty()) {
      List<String> names = new ArrayList<>();
      List<List<String>> rows = new ArrayList<>();
      for (int c = 0; c < known.calibrations().size(); c++) {
        names.add(report.className(c));
        rows.add(
            List.of(
                report.className(c),
                Numbers.of(known.calibrations().get(c).expectedError(), Unit.ONE),
                Numbers.of(known.calibrations().get(c).largestError(), Unit.ONE),
                Numbers.of(known.calibrations().get(c).brier(), Unit.ONE)));
      }
      html.marks("<div>").element("h3", "Calibration");
      html.marks(Plots.calibration(known.calibrations(), names));
      html.table(List.of("class", "expected error", "largest error", "Brier"), rows);
      html.marks("</div>");
    }
    known
        .errors()
        .ifPresent(
            curve ->
                html.marks("<div>")
                    .element("h3", "Errors by uncertainty")
                    .marks(Plots.errors(curve))
                    .marks(
                        "<p class=\"quiet\">Red: of the voxels of that entropy. Blue: of all voxels"
                            + " of at most that entropy.</p></div>"));
    html.marks("</div>");
  }

  private void everyScore() {
    html.heading("scores", "Every score");
    for (int c = 0; c < report.classCount(); c++) {
      List<List<String>> rows = new ArrayList<>();
      for (Summary summary : summaries.values()) {
        if (summary.column().endsWith("_class" + c)) {
          rows.add(
              List.of(
                  summary.column(),
                  summary.unit().symbol(),
                  Integer.toString(summary.count()),
                  Numbers.mean(summary),
                  Numbers.of(summary.std(), summary.unit()),
                  Numbers.of(summary.median(), summary.unit())));
        }
      }
      html.marks(c == 0 ? "<details open=\"\">" : "<details>")
          .element("summary", report.className(c));
      html.table(List.of("score", "unit", "scans", "mean", "std", "median"), rows);
      html.marks("</details>");
    }
  }
}
