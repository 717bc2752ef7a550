package scanmill.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.metrics.Classification;
import scanmill.metrics.ThresholdSearch;

/** What a classifier says of samples, beside what is true; a probability per sample and class. */
final class Verdicts implements ValidationScores {
  private static final double THRESHOLD = 0.5;

  private final int classes;
  private final List<Double> thresholds;
  private final List<float[]> said = new ArrayList<>();
  private final List<float[]> truths = new ArrayList<>();
  private int samples;

  Verdicts(int classes) {
    this(classes, List.of());
  }

  /**
   * @param thresholds of probabilities, one for all classes or one for each; none for a half
   */
  Verdicts(int classes, List<Double> thresholds) {
    this.classes = classes;
    this.thresholds = List.copyOf(thresholds);
  }

  @Override
  public void add(float[] prediction, float[] target, int samples) {
    said.add(prediction.clone());
    truths.add(target.clone());
    this.samples += samples;
  }

  /**
   * Means over the classes, NaN left out: {@code accuracy_score}, {@code auc} and the others; and
   * {@code <name>_class<k>} for each class where there are several. A sample is of a class from its
   * threshold.
   */
  @Override
  public Map<String, Double> scores() {
    Map<String, double[]> sums = new LinkedHashMap<>();
    Map<String, Double> each = new LinkedHashMap<>();
    for (int c = 0; c < classes; c++) {
      Map<String, Double> ofClass =
          Classification.of(column(said, c), column(truths, c), threshold(c)).scores();
      for (Map.Entry<String, Double> score : ofClass.entrySet()) {
        String name = name(score.getKey());
        double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
        if (!Double.isNaN(score.getValue())) {
          sum[0] += score.getValue();
          sum[1]++;
        }
        if (classes > 1) {
          each.put(name + "_class" + c, score.getValue());
        }
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    sums.forEach((name, sum) -> scores.put(name, sum[0] / sum[1]));
    scores.putAll(each);
    return scores;
  }

  private double threshold(int ofClass) {
    if (thresholds.isEmpty()) {
      return THRESHOLD;
    }
    double threshold = thresholds.get(thresholds.size() == 1 ? 0 : ofClass);
    return threshold < 0 ? THRESHOLD : threshold;
  }

  /** As ivadomed calls it, where it has it. */
  private static String name(String ours) {
    return switch (ours) {
      case "accuracy", "recall", "specificity", "precision" -> ours + "_score";
      default -> ours;
    };
  }

  /** Adds everything that was said. */
  void into(ThresholdSearch search) {
    for (int c = 0; c < classes; c++) {
      search.add(c, single(column(said, c)), single(column(truths, c)));
    }
  }

  private static float[] single(double[] values) {
    float[] single = new float[values.length];
    for (int n = 0; n < single.length; n++) {
      single[n] = (float) values[n];
    }
    return single;
  }

  private double[] column(List<float[]> batches, int ofClass) {
    double[] column = new double[samples];
    int at = 0;
    for (float[] batch : batches) {
      for (int n = ofClass; n < batch.length; n += classes) {
        column[at++] = batch[n];
      }
    }
    return column;
  }
}
