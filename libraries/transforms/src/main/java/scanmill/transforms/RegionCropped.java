package scanmill.transforms;

import java.util.List;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/**
 * Cuts a box out of every slice, each at a place of its own; where it reaches beyond the slice,
 * pads with 0. What {@link ROICrop} draws for networks of 2 dimensions.
 *
 * <p>No grid says where such slices lie in the world. The one of the result is right for the slice
 * in the middle; the way back puts every slice where it was.
 *
 * @param starts first voxel along i and j, slice by slice; negative before the grid
 * @param size voxels along i and j, each at least 1
 */
public record RegionCropped(List<List<Integer>> starts, List<Integer> size)
    implements GeometricTransform {

  public RegionCropped {
    starts = starts.stream().map(List::copyOf).toList();
    size = List.copyOf(size);
    BoundingBoxCrop.requireSize("RegionCropped", size);
    if (size.size() != 2 || starts.isEmpty() || starts.stream().anyMatch(s -> s.size() != 2)) {
      throw new IllegalArgumentException(
          "RegionCropped needs two numbers for each slice and two for their size; found "
              + starts
              + " and "
              + size);
    }
  }

  @Override
  public boolean preparation() {
    return true;
  }

  @Override
  public Grid after(Grid before) {
    int slices = before.shape().k();
    if (slices != starts.size()) {
      throw new IllegalArgumentException(
          "RegionCropped was drawn for " + starts.size() + " slices; found " + slices);
    }
    List<Integer> middle = starts.get(slices / 2);
    Affine index = Affine.of(1, 0, 0, middle.get(0), 0, 1, 0, middle.get(1), 0, 0, 1, 0);
    return new Grid(new GridShape(size.get(0), size.get(1), slices), before.affine().times(index));
  }

  private Box box(int slice) {
    GridShape shape = new GridShape(size.get(0), size.get(1), 1);
    return new Box(starts.get(slice).get(0), starts.get(slice).get(1), slice, shape);
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    float[] out = new float[after(before).shape().length()];
    copy(data, before.shape(), out);
    return out;
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    int[] out = new int[after(before).shape().length()];
    copy(labels, before.shape(), out);
    return out;
  }

  private void copy(Object data, GridShape from, Object out) {
    for (int k = 0; k < from.k(); k++) {
      Box box = box(k);
      box.copyTo(data, from, out, k * box.shape().length());
    }
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    float[] out = new float[before.length()];
    GridShape slice = before.with(2, 1);
    for (int k = 0; k < before.k(); k++) {
      Box back = new Box(-box(k).i(), -box(k).j(), k, slice);
      back.copyTo(data, after, out, k * slice.length());
    }
    return out;
  }
}
