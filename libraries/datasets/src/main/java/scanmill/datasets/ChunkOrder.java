package scanmill.datasets;

import java.util.List;
import scanmill.specs.StrictJson;

/**
 * Some batches of one epoch, to be made by anybody who has the configuration and the prepared
 * scans: exact to the last bit.
 *
 * @param plan of the prepared scans, 64 hex digits
 * @param seed of the run
 * @param epoch counted from 1
 * @param firstBatch number of the first of these batches in the epoch, counted from 0
 * @param batches the samples of each batch in order
 */
public record ChunkOrder(
    String plan, long seed, int epoch, int firstBatch, List<List<SampleRef>> batches) {
  public ChunkOrder {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /** As text. */
  public String json() {
    return StrictJson.write(this).toString();
  }

  /**
   * @param where begins every message
   * @throws scanmill.problems.BadInputException if it is anything but what {@link #json} writes
   */
  public static ChunkOrder parse(byte[] json, String where) {
    return StrictJson.read(StrictJson.parse(json, where), ChunkOrder.class, where);
  }
}
