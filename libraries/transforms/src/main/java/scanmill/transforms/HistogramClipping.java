package scanmill.transforms;

import java.util.Arrays;
import scanmill.specs.Default;
import scanmill.volumes.Volume;

/**
 * Clamps intensities to two percentiles of each channel, interpolated linearly between ranks.
 *
 * @param minPercentile 0 to 100; lower intensities are raised to it
 * @param maxPercentile at least {@code minPercentile}; higher intensities are lowered to it
 */
public record HistogramClipping(
    @Default("5") double minPercentile, @Default("95") double maxPercentile)
    implements IntensityTransform {

  public HistogramClipping {
    if (!(minPercentile >= 0 && minPercentile <= maxPercentile && maxPercentile <= 100)) {
      throw new IllegalArgumentException(
          "HistogramClipping needs 0 <= min_percentile <= max_percentile <= 100; found "
              + minPercentile
              + " and "
              + maxPercentile);
    }
  }

  @Override
  public Volume apply(Volume volume) {
    float[] sorted = volume.data().clone();
    Arrays.sort(sorted);
    float least = percentile(sorted, minPercentile);
    float most = percentile(sorted, maxPercentile);
    float[] clipped = new float[sorted.length];
    for (int v = 0; v < clipped.length; v++) {
      clipped[v] = Math.max(least, Math.min(most, volume.data()[v]));
    }
    return new Volume(volume.grid(), clipped);
  }

  private static float percentile(float[] sorted, double percent) {
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return (float) (sorted[below] + (rank - below) * ((double) sorted[above] - sorted[below]));
  }
}
