package scanmill.transforms;

import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.volumes.Volume;

/**
 * Takes from every intensity the mean of its channel over the whole training set and divides by the
 * population standard deviation there. Where that is less than 1e-5, only the mean is taken away.
 * Labels are no intensities and stay.
 *
 * <p>Without {@code mean} and {@code std} it is a wish that training fulfils, see {@link #fitted};
 * the model's configuration carries the numbers.
 *
 * @param mean one number per channel
 * @param std one number per channel, each at least 0
 */
public record NormalizeDataset(Optional<List<Double>> mean, Optional<List<Double>> std)
    implements IntensityTransform {

  public NormalizeDataset {
    mean = mean.map(List::copyOf);
    std = std.map(List::copyOf);
    int means = mean.map(List::size).orElse(0);
    int deviations = std.map(List::size).orElse(0);
    if (mean.isPresent() != std.isPresent() || means != deviations) {
      throw new IllegalArgumentException(
          "NormalizeDataset needs mean and std both or neither, with one number per channel each;"
              + " found "
              + means
              + " and "
              + deviations);
    }
    boolean finite = mean.stream().flatMap(List::stream).allMatch(Double::isFinite);
    if (!finite || !std.stream().flatMap(List::stream).allMatch(s -> s >= 0 && s < 1e300)) {
      throw new IllegalArgumentException(
          "NormalizeDataset needs finite means and stds of at least 0; found "
              + mean.orElse(List.of())
              + " and "
              + std.orElse(List.of()));
    }
  }

  @Override
  public boolean isFitted() {
    return mean.isPresent();
  }

  @Override
  public NormalizeDataset fitted(List<Double> means, List<Double> deviations) {
    return isFitted() ? this : new NormalizeDataset(Optional.of(means), Optional.of(deviations));
  }

  @Override
  public Volume apply(Volume volume) {
    return apply(volume, 0);
  }

  /**
   * @throws BadInputException {@code normalize-dataset-not-fitted} without mean and std; {@code
   *     normalize-dataset-channels} for a channel they do not cover
   */
  @Override
  public Volume apply(Volume volume, int channel) {
    List<Double> means = mean.orElseThrow(NormalizeDataset::notFitted);
    if (channel >= means.size()) {
      throw BadInputException.of(
          "normalize-dataset-channels",
          "NormalizeDataset has mean and std for "
              + means.size()
              + " channels; found a sample with more.",
          "Give one mean and one std for each channel, or none to have training find them.");
    }
    double centre = means.get(channel);
    double deviation = std.orElseThrow().get(channel);
    return new Volume(volume.grid(), NormalizeInstance.scaled(volume.data(), centre, deviation));
  }

  private static BadInputException notFitted() {
    return BadInputException.of(
        "normalize-dataset-not-fitted",
        "NormalizeDataset needs the mean and std of the training set; found neither.",
        "Train the model, which finds them, or give mean and std in the transformation.");
  }
}
