package scanmill.transforms;

import java.util.List;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/**
 * Cuts a box out of the middle; where the grid is smaller than the box, pads with 0.
 *
 * <p>Along each axis the box starts at {@code (voxels - size) / 2}, rounded half to even.
 *
 * @param size voxels along i and j, and along k if there is a third number; else k is left alone
 */
public record CenterCrop(List<Integer> size) implements GeometricTransform {

  public CenterCrop {
    size = List.copyOf(size);
    if (size.size() < 2 || size.size() > 3 || size.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "CenterCrop needs size as two or three numbers of voxels, each at least 1; found "
              + size);
    }
  }

  @Override
  public CenterCrop forDimensions(int dimensions) {
    return dimensions == 2 ? new CenterCrop(size.subList(0, 2)) : this;
  }

  @Override
  public boolean preparation() {
    return true;
  }

  private Box box(GridShape from) {
    GridShape to =
        new GridShape(size.get(0), size.get(1), size.size() == 3 ? size.get(2) : from.k());
    return new Box(start(from.i(), to.i()), start(from.j(), to.j()), start(from.k(), to.k()), to);
  }

  private static int start(int voxels, int size) {
    return (int) Math.rint((voxels - size) / 2.0);
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
