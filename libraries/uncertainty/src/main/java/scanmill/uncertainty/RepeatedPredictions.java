package scanmill.uncertainty;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.ProbabilityMap;

/**
 * Several predictions of one scan, taken in one after the other; none of them is kept. Memory is
 * that of four volumes per class, whatever their number.
 *
 * <p>Not for several threads at a time.
 */
public final class RepeatedPredictions {
  /** Rounding of a mean must not make one prediction in T less than one. */
  private static final double ROUNDING = 1e-5;

  private final Grid grid;
  private final List<VoxelStatistics> voxels = new ArrayList<>();
  private final List<ObjectStatistics> objects = new ArrayList<>();
  private int count;

  /**
   * @param support where each prediction says that there is an object
   */
  public RepeatedPredictions(Grid grid, int classes, Support support) {
    this.grid = grid;
    for (int c = 0; c < classes; c++) {
      voxels.add(new VoxelStatistics(grid.shape().length()));
      objects.add(new ObjectStatistics(grid.shape(), support));
    }
  }

  /**
   * Takes one more prediction in.
   *
   * @param prediction in [0, 1], on this grid
   * @throws IllegalArgumentException if it has other voxels or classes
   */
  public void add(ProbabilityMap prediction) {
    if (!prediction.shape().equals(grid.shape()) || prediction.classes() != voxels.size()) {
      throw new IllegalArgumentException(
          "Predictions of "
              + grid.shape()
              + " and "
              + voxels.size()
              + " classes are required; found "
              + prediction.shape()
              + " and "
              + prediction.classes());
    }
    for (int c = 0; c < voxels.size(); c++) {
      voxels.get(c).add(prediction.channel(c));
      objects.get(c).add(prediction.channel(c));
    }
    count++;
  }

  /** How many predictions were taken in. */
  public int count() {
    return count;
  }

  /** 1 where the predictions add up to at least one; ivadomed's mask of all objects. */
  public ProbabilityMap anywhere() {
    require(1);
    float[][] mask = new float[voxels.size()][];
    for (int c = 0; c < mask.length; c++) {
      mask[c] = voxels.get(c).mean();
      for (int v = 0; v < mask[c].length; v++) {
        mask[c][v] = mask[c][v] * count >= 1 - ROUNDING ? 1 : 0;
      }
    }
    return new ProbabilityMap(grid, mask);
  }

  /**
   * All measures.
   *
   * @param mask whose objects are looked at, at least 0.5, voxels joined by edges; such as a
   *     prediction without chance, or {@link #anywhere}. Objects of one voxel are left out
   * @throws BadInputException {@code uncertainty-few-predictions} if there are less than two
   */
  public UncertaintyReport report(ProbabilityMap mask) {
    require(2);
    int classes = voxels.size();
    Map<Measure, ProbabilityMap> maps = new EnumMap<>(Measure.class);
    float[][] soft = new float[classes][];
    float[][] entropy = new float[classes][];
    float[][] variance = new float[classes][];
    float[][] information = new float[classes][];
    float[][] average = new float[classes][];
    float[][] variation = new float[classes][];
    float[][] agreement = new float[classes][];
    for (int c = 0; c < classes; c++) {
      VoxelStatistics ofVoxels = voxels.get(c);
      soft[c] = ofVoxels.mean();
      entropy[c] = ofVoxels.entropyOfMean();
      variance[c] = ofVoxels.variance();
      information[c] = ofVoxels.mutualInformation();
      ObjectMaps ofObjects = objects.get(c).maps(mask.channel(c), entropy[c]);
      average[c] = ofObjects.average();
      variation[c] = ofObjects.variation();
      agreement[c] = ofObjects.agreement();
    }
    maps.put(Measure.SOFT, new ProbabilityMap(grid, soft));
    maps.put(Measure.ENTROPY, new ProbabilityMap(grid, entropy));
    maps.put(Measure.VARIANCE, new ProbabilityMap(grid, variance));
    maps.put(Measure.MUTUAL_INFORMATION, new ProbabilityMap(grid, information));
    maps.put(Measure.AVERAGE, new ProbabilityMap(grid, average));
    maps.put(Measure.VARIATION, new ProbabilityMap(grid, variation));
    maps.put(Measure.AGREEMENT, new ProbabilityMap(grid, agreement));
    return new UncertaintyReport(maps);
  }

  private void require(int least) {
    if (count < least) {
      throw BadInputException.of(
          "uncertainty-few-predictions",
          "Uncertainty needs at least " + least + " predictions of a scan; found " + count + ".",
          "Set uncertainty.n_it to at least 2.");
    }
  }
}
