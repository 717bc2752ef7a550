package scanmill.transforms;

import java.util.Set;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Surrounds every object of the truth with rings that fade out, so that a network is not punished
 * for borders that nobody knows.
 *
 * <p>An object is what is above a half and joined by faces. One of {@code s} voxels gets {@code n =
 * round(factor * sqrt(s))} rings, a voxel thick each; ring {@code r} from inside has the value
 * {@code (n - r + 1) / (n + 1)}. Where rings of several objects meet they add up, to 1 at most.
 * Images and regions stay, and there is no way back, since a prediction was never dilated.
 *
 * @param dilationFactor finite; 0 or less changes nothing
 */
public record DilateGT(double dilationFactor) implements Transform {

  public DilateGT {
    if (!Double.isFinite(dilationFactor)) {
      throw new IllegalArgumentException(
          "DilateGT needs a finite dilation_factor; found " + dilationFactor);
    }
  }

  @Override
  public Volume apply(Volume volume) {
    return volume;
  }

  @Override
  public LabelMap apply(LabelMap labels) {
    return labels;
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap truth) {
    float[][] dilated = new float[truth.classes()][];
    for (int c = 0; c < dilated.length; c++) {
      dilated[c] = dilated(truth.channel(c), truth.shape());
    }
    return new ProbabilityMap(truth.grid(), dilated);
  }

  @Override
  public ProbabilityMap undo(ProbabilityMap probabilities, Grid before) {
    return probabilities;
  }

  @Override
  public boolean geometric() {
    return false;
  }

  @Override
  public Set<Part> changes() {
    return Set.of(Part.TRUTH);
  }

  private float[] dilated(float[] truth, GridShape shape) {
    boolean[] mask = new boolean[truth.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = truth[v] > 0.5f;
    }
    ConnectedComponents objects = ConnectedComponents.of(mask, shape, Connectivity.FACES);
    if (dilationFactor <= 0 || objects.count() == 0) {
      return truth;
    }
    Rings rings = new Rings(objects, shape);
    for (int object = 1; object <= objects.count(); object++) {
      rings.add(object, (int) Math.rint(dilationFactor * Math.sqrt(objects.size(object))));
    }
    return rings.values();
  }
}
