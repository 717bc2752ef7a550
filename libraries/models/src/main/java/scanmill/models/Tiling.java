package scanmill.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;
import scanmill.volumes.GridShape;
import scanmill.volumes.SlidingWindow;
import scanmill.volumes.Window;

/**
 * How a prepared scan is cut for a network: into whole slices, patches of slices, sub-volumes, or
 * not at all. The same cut serves training and inference.
 *
 * @param dimensions of the network, 2 or 3
 * @param patches how slices or volumes are cut further; empty means whole
 */
public record Tiling(int dimensions, Optional<SlidingWindow> patches) {

  /**
   * As {@code length_2D} and {@code stride_2D}, or {@code length_3D} and {@code stride_3D}, say.
   */
  public static Tiling of(Config config) {
    int dimensions = Network.dimensions(config);
    ObjectNode args = config.model().args();
    JsonNode length = args.path("length_" + dimensions + "D");
    JsonNode stride = args.path("stride_" + dimensions + "D");
    return new Tiling(
        dimensions,
        length.isArray()
            ? Optional.of(new SlidingWindow(shape(length), shape(stride)))
            : Optional.empty());
  }

  /** Two or three extents; a missing one is a single slice. */
  private static GridShape shape(JsonNode extents) {
    return new GridShape(extents.get(0).asInt(), extents.get(1).asInt(), extents.path(2).asInt(1));
  }

  /**
   * The same cut as somebody wants it who segments: whole, or with patches that overlap more or
   * less than in training.
   *
   * @throws BadInputException {@code overlap-without-patches}, {@code overlap-axes} or {@code
   *     overlap-too-large}
   */
  public Tiling with(SegmenterSettings settings) {
    List<Integer> overlap = settings.overlap();
    Tiling cut = settings.whole() ? new Tiling(dimensions, Optional.empty()) : this;
    if (overlap.isEmpty()) {
      return cut;
    }
    SlidingWindow sliding =
        cut.patches.orElseThrow(
            () ->
                BadInputException.of(
                    "overlap-without-patches",
                    "Patches can overlap; this model is shown "
                        + (dimensions == 2 ? "whole slices." : "whole volumes."),
                    "Leave the overlap out."));
    if (overlap.size() != dimensions) {
      throw BadInputException.of(
          "overlap-axes",
          "The overlap is one number of voxels along each of "
              + dimensions
              + " axes; found "
              + overlap
              + ".",
          "Give it in the order of length_" + dimensions + "D.");
    }
    GridShape length = sliding.window();
    GridShape stride = length;
    for (int axis = 0; axis < dimensions; axis++) {
      if (overlap.get(axis) >= length.axis(axis)) {
        throw BadInputException.of(
            "overlap-too-large",
            "Patches of " + length + " voxels overlap by less than that; found " + overlap + ".",
            "Give a smaller overlap; half of the patch is plenty.");
      }
      stride = stride.with(axis, length.axis(axis) - overlap.get(axis));
    }
    return new Tiling(dimensions, Optional.of(new SlidingWindow(length, stride)));
  }

  /** What every window of a grid spans. */
  GridShape window(GridShape grid, GridShape least) {
    return patches
        .map(SlidingWindow::window)
        .orElseGet(() -> larger(dimensions == 2 ? grid.with(2, 1) : grid, least));
  }

  private static GridShape larger(GridShape one, GridShape other) {
    return new GridShape(
        Math.max(one.i(), other.i()), Math.max(one.j(), other.j()), Math.max(one.k(), other.k()));
  }

  /**
   * The windows of a grid, all of one shape. On an axis that is shorter than a patch, windows reach
   * beyond the grid; what lies there is 0.
   */
  public List<Window> over(GridShape grid) {
    return over(grid, new GridShape(1, 1, 1));
  }

  /**
   * The same for a network that needs something to see.
   *
   * @param least voxels that slices or volumes are filled up to, where they are shown whole
   */
  List<Window> over(GridShape grid, GridShape least) {
    GridShape box = window(grid, least);
    GridShape stride = patches.map(SlidingWindow::stride).orElse(box);
    return new SlidingWindow(box, stride).over(larger(grid, box));
  }
}
