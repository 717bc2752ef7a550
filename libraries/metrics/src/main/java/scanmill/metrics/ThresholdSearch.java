package scanmill.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scanmill.problems.BadInputException;
import scanmill.volumes.ProbabilityMap;

/**
 * The threshold of probabilities that is best for several scans. Keeps counts only, however many
 * scans there are.
 */
public final class ThresholdSearch {
  private final double step;
  private final boolean rates;
  private final ThresholdCurve together;
  private final List<ThresholdCurve> classes = new ArrayList<>();

  /**
   * @param step thresholds are apart by so much, above 0 and below 1
   * @param rates whether the point of the ROC farthest from chance is the best, and not the largest
   *     mean Dice
   */
  public ThresholdSearch(double step, boolean rates) {
    this.step = step;
    this.rates = rates;
    this.together = new ThresholdCurve(step);
  }

  /**
   * Adds a scan.
   *
   * @param reference of as many classes on the same grid
   * @throws BadInputException {@code reference-other-grid} if it has other voxels
   */
  public void add(ProbabilityMap prediction, ProbabilityMap reference) {
    ProbabilityMap turned = reference.reoriented(prediction.grid().orientation());
    if (!turned.shape().equals(prediction.shape())) {
      throw BadInputException.of(
          "reference-other-grid",
          "Required a reference of "
              + prediction.shape()
              + " voxels; found "
              + turned.shape()
              + ".",
          "Resample the reference onto the grid of the prediction.");
    }
    for (int c = 0; c < prediction.classes(); c++) {
      add(c, prediction.channel(c), turned.channel(c));
    }
  }

  /**
   * Adds what is said of one class in a scan, or of samples by a classifier.
   *
   * @param c from 0, one after the other
   */
  public void add(int c, float[] prediction, float[] reference) {
    if (classes.size() == c) {
      classes.add(new ThresholdCurve(step));
    }
    classes.get(c).add(prediction, reference);
    together.add(prediction, reference);
  }

  /** By class. */
  public List<ThresholdCurve> curves() {
    return List.copyOf(classes);
  }

  /** Of all classes together; of equals the highest; NaN if there is none. */
  public double best() {
    return best(together);
  }

  /** Of each class by itself. */
  public List<Double> bestOfEach() {
    return classes.stream().map(this::best).toList();
  }

  private double best(ThresholdCurve curve) {
    return rates ? curve.bestByRates() : curve.bestByDice();
  }

  /** The mean Dice of a class at a threshold of the grid. */
  public double dice(int c, double threshold) {
    double[] thresholds = classes.get(c).thresholds();
    int at =
        IntStream.range(0, thresholds.length)
            .filter(n -> thresholds[n] == threshold)
            .findFirst()
            .orElse(-1);
    return at < 0 ? Double.NaN : classes.get(c).meanDice()[at];
  }
}
