package scanmill.transforms;

import java.util.ArrayList;
import java.util.List;
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
    BoundingBoxCrop.requireSize("CenterCrop", size);
  }

  @Override
  public CenterCrop forDimensions(int dimensions) {
    return dimensions == 2 ? new CenterCrop(size.subList(0, 2)) : this;
  }

  @Override
  public boolean preparation() {
    return true;
  }

  private BoundingBoxCrop box(GridShape from) {
    List<Integer> start = new ArrayList<>();
    for (int a = 0; a < size.size(); a++) {
      start.add(start(from.axis(a), size.get(a)));
    }
    return new BoundingBoxCrop(start, size);
  }

  private static int start(int voxels, int size) {
    return (int) Math.rint((voxels - size) / 2.0);
  }

  @Override
  public Grid after(Grid before) {
    return box(before.shape()).after(before);
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    return box(before.shape()).move(data, before, order);
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    return box(before.shape()).move(labels, before);
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    return box(before).moveBack(data, after, before);
  }
}
