package scanmill.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import scanmill.problems.BadInputException;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;

/**
 * All scores of one prediction.
 *
 * @param imageId what was predicted, as the first column of a table
 * @param scores class by class, in the order of the metrics
 * @param overlaps of each class, from which scores of several scans together are made
 */
public record Evaluation(String imageId, List<Score> scores, List<Overlap> overlaps) {

  public Evaluation {
    scores = List.copyOf(scores);
    overlaps = List.copyOf(overlaps);
  }

  /** Compares every class by {@link Metrics#ALL}; see the other. */
  public static Evaluation of(String imageId, ProbabilityMap prediction, ProbabilityMap reference) {
    return of(imageId, prediction, reference, Metrics.ALL);
  }

  /** Compares every class by what a plan asks for; see the other. */
  public static Evaluation of(
      String imageId, ProbabilityMap prediction, ProbabilityMap reference, EvaluationPlan plan) {
    return of(imageId, prediction, reference, plan.metrics(prediction.grid().spacing()));
  }

  /** Compares labels 1 to {@code classes} by what a plan asks for; see the other. */
  public static Evaluation of(
      String imageId, LabelMap prediction, LabelMap reference, int classes, EvaluationPlan plan) {
    return of(imageId, prediction, reference, classes, plan.metrics(prediction.grid().spacing()));
  }

  /**
   * Compares every class by every metric.
   *
   * @param metrics in the order of the scores
   * @throws BadInputException if the reference has another number of classes ({@code
   *     reference-other-classes}) or lies on another grid ({@code reference-other-grid})
   */
  public static Evaluation of(
      String imageId, ProbabilityMap prediction, ProbabilityMap reference, List<Metric> metrics) {
    if (prediction.classes() != reference.classes()) {
      throw BadInputException.of(
          "reference-other-classes",
          "A reference has as many classes as the prediction; the prediction has "
              + prediction.classes()
              + ", the reference "
              + reference.classes()
              + ".",
          "Give one reference per class of the model.");
    }
    return of(imageId, prediction.classes(), metrics, c -> Comparison.of(prediction, reference, c));
  }

  /** Compares labels by {@link Metrics#ALL}; see the other. */
  public static Evaluation of(
      String imageId, LabelMap prediction, LabelMap reference, int classes) {
    return of(imageId, prediction, reference, classes, Metrics.ALL);
  }

  /**
   * Compares labels 1 to {@code classes}, which are classes 0 and up, by every metric.
   *
   * @param metrics in the order of the scores
   * @throws BadInputException {@code reference-other-grid} if the reference lies on another grid
   */
  public static Evaluation of(
      String imageId, LabelMap prediction, LabelMap reference, int classes, List<Metric> metrics) {
    return of(imageId, classes, metrics, c -> Comparison.of(prediction, reference, c + 1));
  }

  private static Evaluation of(
      String imageId, int classes, List<Metric> metrics, IntFunction<Comparison> comparisons) {
    List<Score> scores = new ArrayList<>();
    List<Overlap> overlaps = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      Comparison comparison = comparisons.apply(c);
      overlaps.add(comparison.overlap());
      for (Metric metric : metrics) {
        scores.add(new Score(c, metric, metric.score(comparison)));
      }
    }
    return new Evaluation(imageId, scores, overlaps);
  }

  /**
   * The mean Dice of the classes, one for a class that neither side has: ivadomed's {@code
   * multi_class_dice_score}.
   */
  public double multiClassDice() {
    return overlaps.stream()
        .mapToDouble(Overlap::dice)
        .map(dice -> Double.isNaN(dice) ? 1 : dice)
        .average()
        .orElse(Double.NaN);
  }

  /** The scores of one class. */
  public Stream<Score> ofClass(int index) {
    return scores.stream().filter(score -> score.index() == index);
  }
}
