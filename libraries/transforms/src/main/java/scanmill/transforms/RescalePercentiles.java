package scanmill.transforms;

import java.util.List;
import scanmill.specs.Default;
import scanmill.volumes.Volume;

/**
 * Clamps intensities to two percentiles of each channel and stretches what is between them onto a
 * range. Where both percentiles are one intensity, everything becomes the start of the range.
 *
 * @param minPercentile 0 to 100; becomes the start of the range
 * @param maxPercentile at least {@code minPercentile}; becomes its end
 * @param to two numbers, ascending
 */
public record RescalePercentiles(
    @Default("0.5") double minPercentile,
    @Default("99.5") double maxPercentile,
    @Default("[0, 1]") List<Double> to)
    implements IntensityTransform {

  public RescalePercentiles {
    to = List.copyOf(to);
    Percentiles.require("RescalePercentiles", minPercentile, maxPercentile);
    Chance.requireRange("RescalePercentiles", "to", to);
  }

  @Override
  public Volume apply(Volume volume) {
    Percentiles percentiles = new Percentiles(volume.data());
    double least = percentiles.at(minPercentile);
    double most = percentiles.at(maxPercentile);
    double scale = most > least ? (to.get(1) - to.get(0)) / (most - least) : 0;
    float[] rescaled = new float[volume.data().length];
    for (int v = 0; v < rescaled.length; v++) {
      double clamped = Math.max(least, Math.min(most, volume.data()[v]));
      rescaled[v] = (float) (to.get(0) + (clamped - least) * scale);
    }
    return new Volume(volume.grid(), rescaled);
  }
}
