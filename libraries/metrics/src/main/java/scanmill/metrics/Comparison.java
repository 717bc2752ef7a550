package scanmill.metrics;

import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;

/**
 * One class of a prediction beside the same class of a reference, on one grid.
 *
 * <p>What several metrics need is computed once, when the first of them asks. Not for several
 * threads at a time.
 */
public final class Comparison {
  /** A mask is where soft values are at least so much. */
  private static final float HARD = 0.5f;

  /** Grids are one if corresponding voxels are apart by at most this part of a voxel. */
  private static final double TOLERANCE = 0.1;

  private final Grid grid;
  private final float[] prediction;
  private final float[] reference;
  private Optional<Overlap> overlap = Optional.empty();
  private Optional<SurfaceDistances> surfaces = Optional.empty();
  private Optional<ObjectOverlaps> objects = Optional.empty();

  private Comparison(Grid grid, float[] prediction, float[] reference) {
    this.grid = grid;
    this.prediction = prediction;
    this.reference = reference;
  }

  /**
   * Compares soft values.
   *
   * @param reference turned without loss if its axes point elsewhere
   * @param index which class, from 0; both have it
   * @throws BadInputException {@code reference-other-grid} if voxels do not lie at the same places
   */
  public static Comparison of(ProbabilityMap prediction, ProbabilityMap reference, int index) {
    ProbabilityMap turned = reference.reoriented(prediction.grid().orientation());
    requireAligned(prediction.grid(), turned.grid());
    return new Comparison(prediction.grid(), prediction.channel(index), turned.channel(index));
  }

  /**
   * Compares one label.
   *
   * @param reference turned without loss if its axes point elsewhere
   * @throws BadInputException {@code reference-other-grid} if voxels do not lie at the same places
   */
  public static Comparison of(LabelMap prediction, LabelMap reference, int label) {
    LabelMap turned = reference.reoriented(prediction.grid().orientation());
    requireAligned(prediction.grid(), turned.grid());
    return new Comparison(
        prediction.grid(), mask(prediction.data(), label), mask(turned.data(), label));
  }

  private static float[] mask(int[] labels, int label) {
    float[] mask = new float[labels.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = labels[v] == label ? 1 : 0;
    }
    return mask;
  }

  private static void requireAligned(Grid prediction, Grid reference) {
    double smallest =
        Math.min(
            prediction.spacing().iMm(),
            Math.min(prediction.spacing().jMm(), prediction.spacing().kMm()));
    if (!prediction.alignedWith(reference, TOLERANCE * smallest)) {
      throw BadInputException.of(
          "reference-other-grid",
          "A reference lies on the grid of the prediction; the prediction is on "
              + prediction
              + ", the reference on "
              + reference
              + ".",
          "Resample the reference onto the grid of the scan that was segmented.");
    }
  }

  public Grid grid() {
    return grid;
  }

  /** Soft counts of all voxels. */
  public Overlap overlap() {
    Overlap known = overlap.orElseGet(() -> Overlap.of(prediction, reference));
    overlap = Optional.of(known);
    return known;
  }

  /** The sum over voxels of the squared difference. */
  double squaredError() {
    double sum = 0;
    for (int v = 0; v < prediction.length; v++) {
      double difference = prediction[v] - reference[v];
      sum += difference * difference;
    }
    return sum;
  }

  /** Distances between the surfaces of both masks. */
  SurfaceDistances surfaces() {
    SurfaceDistances known =
        surfaces.orElseGet(
            () ->
                SurfaceDistances.of(
                    hard(prediction), hard(reference), grid.shape(), grid.spacing()));
    surfaces = Optional.of(known);
    return known;
  }

  /** The objects of both masks. */
  ObjectOverlaps objects() {
    ObjectOverlaps known =
        objects.orElseGet(
            () ->
                new ObjectOverlaps(
                    hard(prediction), hard(reference), grid.shape(), grid.spacing()));
    objects = Optional.of(known);
    return known;
  }

  private static boolean[] hard(float[] values) {
    boolean[] mask = new boolean[values.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = values[v] >= HARD;
    }
    return mask;
  }
}
