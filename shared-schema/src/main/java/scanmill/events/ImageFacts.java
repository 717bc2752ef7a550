package scanmill.events;

import java.util.List;

/**
 * What the header of a scan says.
 *
 * @param shape voxel counts (i, j, k)
 * @param orientation where the axes point to, {@code RAS}
 * @param dataType NIfTI name of the scalar type
 */
public record ImageFacts(
    List<Integer> shape, List<Double> spacingMm, String orientation, String dataType) {
  public ImageFacts {
    shape = List.copyOf(shape);
    spacingMm = List.copyOf(spacingMm);
  }
}
