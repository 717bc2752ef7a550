package scanmill.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import scanmill.metrics.Cohort;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationTable;
import scanmill.metrics.Overlap;
import scanmill.specs.StrictJson;

/**
 * Everything that is told about predictions that were compared with references.
 *
 * <p>Three forms: ivadomed's table ({@code evaluation_3Dmetrics.csv}), JSON for programs ({@code
 * evaluation.json}) and one page for people ({@code evaluation.html}) that needs no network and no
 * other file. The same values give the same bytes.
 *
 * @param title what was evaluated
 * @param classes what people call the classes, in their order; a class beyond them is called by its
 *     number
 * @param evaluations one per scan
 * @param subgroups ways in which the scans are told apart
 * @param reliability of predictions that are soft or come with their uncertainty
 * @param notes what a reader must know besides, such as scans that could not be compared
 */
public record EvaluationReport(
    String title,
    List<String> classes,
    List<Evaluation> evaluations,
    List<Subgroups> subgroups,
    Optional<Reliability> reliability,
    List<String> notes) {
  public static final String CSV = "evaluation_3Dmetrics.csv";
  public static final String JSON = "evaluation.json";
  public static final String HTML = "evaluation.html";

  public EvaluationReport {
    classes = List.copyOf(classes);
    evaluations = List.copyOf(evaluations);
    subgroups = List.copyOf(subgroups);
    notes = List.copyOf(notes);
  }

  /** Of scans that nothing else is known of. */
  public static EvaluationReport of(
      String title, List<String> classes, List<Evaluation> evaluations) {
    return new EvaluationReport(
        title, classes, evaluations, List.of(), Optional.empty(), List.of());
  }

  /**
   * Writes all three forms; each appears whole or not at all.
   *
   * @param folder is made if it is not there
   */
  public void write(Path folder, ScanPictures pictures) throws IOException {
    Files.createDirectories(folder);
    write(folder.resolve(CSV), csv());
    write(folder.resolve(JSON), StrictJson.pretty(json()));
    write(folder.resolve(HTML), html(pictures));
  }

  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, text.getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  public String csv() {
    return new EvaluationTable(evaluations).csv();
  }

  /** See docs/reference/evaluation-report.md. What does not exist is null. */
  public ObjectNode json() {
    return new ReportJson(this).json();
  }

  /** A whole HTML document in UTF-8. */
  public String html(ScanPictures pictures) throws IOException {
    return new ReportPage(this, pictures).html();
  }

  /** The scans by their mean Dice, lowest first; those without any come last. */
  public List<Evaluation> worstFirst() {
    return evaluations.stream()
        .sorted(
            Comparator.comparingDouble(EvaluationReport::meanDice)
                .thenComparing(Evaluation::imageId))
        .toList();
  }

  /** Of the classes for which it exists; NaN if for none, which sorts last. */
  static double meanDice(Evaluation evaluation) {
    return evaluation.overlaps().stream()
        .mapToDouble(Overlap::dice)
        .filter(dice -> !Double.isNaN(dice))
        .average()
        .orElse(Double.NaN);
  }

  Cohort cohort() {
    return new Cohort(evaluations);
  }

  int classCount() {
    return evaluations.stream().mapToInt(e -> e.overlaps().size()).max().orElse(classes.size());
  }

  String className(int index) {
    return index < classes.size() ? classes.get(index) : "class " + index;
  }
}
