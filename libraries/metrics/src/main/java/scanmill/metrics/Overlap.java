package scanmill.metrics;

/**
 * How much of a prediction and a reference is in common, voxel by voxel. Soft values count in part:
 * with prediction p and reference t, {@code truePositive = sum p t}, {@code falsePositive = sum p
 * (1 - t)}, and so on; for masks of 0 and 1 these are counts.
 *
 * <p>Every ratio is NaN where its denominator is 0.
 */
public record Overlap(
    double truePositive, double falsePositive, double falseNegative, double trueNegative) {

  /** Nothing yet; where sums begin. */
  public static final Overlap NONE = new Overlap(0, 0, 0, 0);

  /** Of two arrays of equal length. */
  public static Overlap of(float[] prediction, float[] reference) {
    return of(prediction, 0, reference, 0, requireEqual(prediction.length, reference.length));
  }

  private static int requireEqual(int prediction, int reference) {
    if (prediction != reference) {
      throw new IllegalArgumentException(
          "Overlap needs as many predicted values as there are references; found "
              + prediction
              + " and "
              + reference);
    }
    return prediction;
  }

  /** Of a part of two arrays, such as one class of a batch. */
  public static Overlap of(
      float[] prediction,
      int predictionOffset,
      float[] reference,
      int referenceOffset,
      int length) {
    double both = 0;
    double predicted = 0;
    double referred = 0;
    for (int v = 0; v < length; v++) {
      double p = prediction[predictionOffset + v];
      double t = reference[referenceOffset + v];
      both += p * t;
      predicted += p;
      referred += t;
    }
    return new Overlap(
        both, predicted - both, referred - both, length - predicted - referred + both);
  }

  public Overlap plus(Overlap other) {
    return new Overlap(
        truePositive + other.truePositive,
        falsePositive + other.falsePositive,
        falseNegative + other.falseNegative,
        trueNegative + other.trueNegative);
  }

  /** The sum of the prediction's values, in voxels. */
  public double predicted() {
    return truePositive + falsePositive;
  }

  /** The sum of the reference's values, in voxels. */
  public double referred() {
    return truePositive + falseNegative;
  }

  /** 2 TP / (predicted + referred). Dice, Ecology 26, 1945. */
  public double dice() {
    return ratio(2 * truePositive, predicted() + referred());
  }

  /** TP / (TP + FP + FN): Jaccard's index. */
  public double intersectionOverUnion() {
    return ratio(truePositive, truePositive + falsePositive + falseNegative);
  }

  /** TP / (TP + FP). */
  public double precision() {
    return ratio(truePositive, predicted());
  }

  /** TP / (TP + FN). */
  public double recall() {
    return ratio(truePositive, referred());
  }

  /** TN / (TN + FP). */
  public double specificity() {
    return ratio(trueNegative, trueNegative + falsePositive);
  }

  /** (TP + TN) / all. */
  public double accuracy() {
    return ratio(
        truePositive + trueNegative, truePositive + trueNegative + falsePositive + falseNegative);
  }

  /** (referred - predicted) / referred: negative where too much is predicted. */
  public double relativeVolumeDifference() {
    return ratio(referred() - predicted(), referred());
  }

  private static double ratio(double numerator, double denominator) {
    return denominator == 0 ? Double.NaN : numerator / denominator;
  }
}
