package scanmill.transforms;

import java.util.Arrays;
import scanmill.volumes.Grid;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Swaps and turns axes until they point to where {@code to} says. Lossless both ways.
 *
 * @param to for slices of a scan: {@code RAS} axial, {@code SAR} sagittal, {@code SRA} coronal
 */
public record Reorient(String to) implements Transform {

  public Reorient {
    to = new Orientation(to).letters();
  }

  public Reorient(Orientation orientation) {
    this(orientation.letters());
  }

  private Orientation orientation() {
    return new Orientation(to);
  }

  @Override
  public Volume apply(Volume volume) {
    return volume.reoriented(orientation());
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap probabilities) {
    return probabilities.reoriented(orientation());
  }

  @Override
  public LabelMap apply(LabelMap labels) {
    return labels.reoriented(orientation());
  }

  @Override
  public ProbabilityMap undo(ProbabilityMap probabilities, Grid before) {
    ProbabilityMap back =
        on(before.reoriented(orientation()), probabilities).reoriented(before.orientation());
    return on(before, back);
  }

  /** The same arrays, said to lie on {@code grid}: the history knows better than rounding. */
  private static ProbabilityMap on(Grid grid, ProbabilityMap probabilities) {
    float[][] channels = new float[probabilities.classes()][];
    Arrays.setAll(channels, probabilities::channel);
    return new ProbabilityMap(grid, channels);
  }

  @Override
  public boolean geometric() {
    return true;
  }

  @Override
  public boolean preparation() {
    return true;
  }
}
