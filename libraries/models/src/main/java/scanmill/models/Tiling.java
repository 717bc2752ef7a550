package scanmill.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
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
   * The windows of a grid, all of one shape. On an axis that is shorter than a patch, windows reach
   * beyond the grid; what lies there is 0.
   */
  public List<Window> over(GridShape grid) {
    if (patches.isEmpty()) {
      if (dimensions == 3) {
        return List.of(Window.all(grid));
      }
      List<Window> slices = new ArrayList<>();
      for (int k = 0; k < grid.k(); k++) {
        slices.add(Window.slice(grid, k));
      }
      return slices;
    }
    SlidingWindow sliding = patches.get();
    GridShape box = sliding.window();
    GridShape padded =
        new GridShape(
            Math.max(grid.i(), box.i()), Math.max(grid.j(), box.j()), Math.max(grid.k(), box.k()));
    return sliding.over(padded);
  }
}
