package scanmill.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How a sliding window moves.
 *
 * @param extents voxels along each axis
 * @param overlap part of a window that the next one covers too, 0 to below 1
 */
record MonaiPatch(List<Integer> extents, double overlap) {
  MonaiPatch {
    extents = List.copyOf(extents);
  }

  /** As {@code length_3D} and {@code stride_3D}. */
  void put(ObjectNode model, int dimensions) {
    ArrayNode length = model.putArray("length_" + dimensions + "D");
    ArrayNode stride = model.putArray("stride_" + dimensions + "D");
    for (int extent : extents.subList(0, dimensions)) {
      length.add(extent);
      stride.add(Math.max(1, (int) (extent * (1 - overlap))));
    }
  }
}
