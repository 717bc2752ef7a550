package scanmill.transforms;

import java.util.List;
import scanmill.volumes.Affine;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/**
 * Cuts out a box; where it reaches beyond the grid, pads with 0.
 *
 * @param start first voxel of the box along i and j, and along k if there is a third number;
 *     negative if the box begins before the grid
 * @param size voxels along the same axes, each at least 1; without a third number k is left alone
 */
public record BoundingBoxCrop(List<Integer> start, List<Integer> size)
    implements GeometricTransform {

  public BoundingBoxCrop {
    start = List.copyOf(start);
    size = List.copyOf(size);
    requireSize("BoundingBoxCrop", size);
    if (start.size() != size.size()) {
      throw new IllegalArgumentException(
          "BoundingBoxCrop needs as many numbers in start as in size; found "
              + start
              + " and "
              + size);
    }
  }

  /** Cuts out a box along all three axes, its last voxels included. */
  public static BoundingBoxCrop of(BoundingBox box) {
    GridShape n = box.shape();
    return new BoundingBoxCrop(List.of(box.i0(), box.j0(), box.k0()), List.of(n.i(), n.j(), n.k()));
  }

  static void requireSize(String transform, List<Integer> size) {
    if (size.size() < 2 || size.size() > 3 || size.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          transform
              + " needs size as two or three numbers of voxels, each at least 1; found "
              + size);
    }
  }

  @Override
  public BoundingBoxCrop forDimensions(int dimensions) {
    return dimensions == 2 ? new BoundingBoxCrop(start.subList(0, 2), size.subList(0, 2)) : this;
  }

  @Override
  public boolean preparation() {
    return true;
  }

  private Box box(GridShape from) {
    boolean all = size.size() == 3;
    return new Box(
        start.get(0),
        start.get(1),
        all ? start.get(2) : 0,
        new GridShape(size.get(0), size.get(1), all ? size.get(2) : from.k()));
  }

  @Override
  public Grid after(Grid before) {
    Box box = box(before.shape());
    Affine index = Affine.of(1, 0, 0, box.i(), 0, 1, 0, box.j(), 0, 0, 1, box.k());
    return new Grid(box.shape(), before.affine().times(index));
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    return box(before.shape()).copy(data, before.shape());
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    return box(before.shape()).copy(labels, before.shape());
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    return box(before).back(before).copy(data, after);
  }
}
