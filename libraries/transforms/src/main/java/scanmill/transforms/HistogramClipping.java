package scanmill.transforms;

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
    Percentiles.require("HistogramClipping", minPercentile, maxPercentile);
  }

  @Override
  public Volume apply(Volume volume) {
    Percentiles percentiles = new Percentiles(volume.data());
    float least = percentiles.at(minPercentile);
    float most = percentiles.at(maxPercentile);
    float[] clipped = new float[volume.data().length];
    for (int v = 0; v < clipped.length; v++) {
      clipped[v] = Math.max(least, Math.min(most, volume.data()[v]));
    }
    return new Volume(volume.grid(), clipped);
  }
}
