package scanmill.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well a classifier tells images apart, of one class. Every number is NaN where its denominator
 * is 0.
 *
 * @param counts true and false positives and negatives, at the threshold
 * @param auc the probability that an image of the class has a higher score than one that is not, a
 *     tie counting half. Hanley and McNeil, Radiology 143, 1982
 */
public record Classification(Overlap counts, double auc) {
  private static final double HARD = 0.5;

  /**
   * @param scores one per image
   * @param truths one per image; at least 0.5 is of the class
   * @param threshold a score of at least so much says that an image is of the class
   */
  public static Classification of(double[] scores, double[] truths, double threshold) {
    if (scores.length != truths.length) {
      throw new IllegalArgumentException(
          "As many truths as scores are required; found "
              + truths.length
              + " and "
              + scores.length);
    }
    Overlap counts = Overlap.NONE;
    for (int n = 0; n < scores.length; n++) {
      boolean said = scores[n] >= threshold;
      boolean is = truths[n] >= HARD;
      counts =
          counts.plus(
              new Overlap(
                  said && is ? 1 : 0,
                  said && !is ? 1 : 0,
                  !said && is ? 1 : 0,
                  !said && !is ? 1 : 0));
    }
    return new Classification(counts, auc(scores, truths));
  }

  private static double auc(double[] scores, double[] truths) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(n -> scores[n]))
            .mapToInt(n -> n)
            .toArray();
    double ranks = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0; // the mean of from + 1 to to
      for (int n = from; n < to; n++) {
        ranks += truths[order[n]] >= HARD ? rank : 0;
      }
      from = to;
    }
    double positive = Arrays.stream(truths).filter(truth -> truth >= HARD).count();
    double pairs = positive * (truths.length - positive);
    return pairs == 0 ? Double.NaN : (ranks - positive * (positive + 1) / 2) / pairs;
  }

  public double accuracy() {
    return counts.accuracy();
  }

  /** The mean of recall and specificity: chance is 0.5, however rare the class. */
  public double balancedAccuracy() {
    return (counts.recall() + counts.specificity()) / 2;
  }

  /** All numbers by name. */
  public Map<String, Double> scores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("accuracy", accuracy());
    scores.put("balanced_accuracy", balancedAccuracy());
    scores.put("recall", counts.recall());
    scores.put("specificity", counts.specificity());
    scores.put("precision", counts.precision());
    scores.put("f1", counts.dice());
    scores.put("auc", auc);
    return scores;
  }
}
