package scanmill.models;

import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.volumes.Blend;

/**
 * How a scan is brought through a network.
 *
 * @param batchSize windows per call of the network at most, at least 1; results do not depend on it
 * @param whole whether slices or volumes are shown whole, though the network learnt from patches
 * @param overlap voxels that neighbouring patches share along each axis; empty for the stride that
 *     the network learnt with
 * @param blend what patches count where they overlap; empty for Gaussians, or means with {@code
 *     compat}
 * @param memory bytes that sample, result and network may take together
 */
public record SegmenterSettings(
    int batchSize, boolean whole, List<Integer> overlap, Optional<Blend> blend, long memory) {

  /** As the network learnt, eight windows at a time, in as much memory as Java may have. */
  public static final SegmenterSettings DEFAULT =
      new SegmenterSettings(
          8, false, List.of(), Optional.empty(), Runtime.getRuntime().maxMemory());

  public SegmenterSettings {
    overlap = List.copyOf(overlap);
    if (batchSize < 1) {
      throw new IllegalArgumentException("At least one window is predicted at a time");
    }
    if (memory < 1) {
      throw new IllegalArgumentException("Memory is at least one byte; found " + memory);
    }
    if (overlap.stream().anyMatch(voxels -> voxels < 0)) {
      throw BadInputException.of(
          "overlap-negative",
          "Patches overlap by 0 voxels or more; found " + overlap + ".",
          "Give as many voxels along each axis as neighbouring patches shall share.");
    }
  }

  public SegmenterSettings withBatchSize(int windows) {
    return new SegmenterSettings(windows, whole, overlap, blend, memory);
  }

  public SegmenterSettings withWhole(boolean without) {
    return new SegmenterSettings(batchSize, without, overlap, blend, memory);
  }

  public SegmenterSettings withOverlap(List<Integer> voxels) {
    return new SegmenterSettings(batchSize, whole, voxels, blend, memory);
  }

  public SegmenterSettings withBlend(Blend of) {
    return new SegmenterSettings(batchSize, whole, overlap, Optional.of(of), memory);
  }

  public SegmenterSettings withMemory(long bytes) {
    return new SegmenterSettings(batchSize, whole, overlap, blend, bytes);
  }
}
