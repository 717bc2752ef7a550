package scanmill.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import scanmill.problems.BadInputException;
import scanmill.specs.Default;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Volume;

/**
 * Cuts a box out about the middle of the region of interest; where it reaches beyond the grid, pads
 * with 0. Image, truth and region are cut alike.
 *
 * <p>The box begins at the region's centre of mass, rounded half to even, less half the size,
 * rounded half to even. Every voxel of the region weighs the same.
 *
 * @param size voxels along i and j, and along k if there is a third number; else k is left alone
 * @param perSlice whether each slice across k has a centre of its own, as networks of 2 dimensions
 *     need it; a slice without a region takes the centre of the nearest that has one
 * @param intensitiesWithoutRegion whether a sample without a region is cut about the centre of mass
 *     of its first channel's intensities, as ivadomed does without saying so, rather than refused
 */
public record ROICrop(
    List<Integer> size,
    @Default("false") boolean perSlice,
    @Default("false") boolean intensitiesWithoutRegion)
    implements RandomTransform {

  public ROICrop {
    size = List.copyOf(size);
    BoundingBoxCrop.requireSize("ROICrop", size);
    if (perSlice && size.size() == 3) {
      throw new IllegalArgumentException(
          "ROICrop slice by slice needs size as two numbers; found " + size);
    }
  }

  @Override
  public ROICrop forDimensions(int dimensions) {
    return dimensions == 2
        ? new ROICrop(size.subList(0, 2), true, intensitiesWithoutRegion)
        : new ROICrop(size, false, intensitiesWithoutRegion);
  }

  /** This, which cuts about the brightest part where ivadomed does. */
  public ROICrop aboutIntensitiesWithoutRegion() {
    return new ROICrop(size, perSlice, true);
  }

  @Override
  public boolean preparation() {
    return true;
  }

  /**
   * Draws nothing: the sample's region decides.
   *
   * @return a {@link RegionCropped} per slice, else a {@link BoundingBoxCrop}
   * @throws BadInputException {@code roi-crop-no-region} if the sample has none; {@code
   *     roi-crop-empty-region} if no voxel of it is set
   */
  @Override
  public Transform draw(RandomGenerator random, Sample sample) {
    int[] weights =
        sample.region().map(ROICrop::mask).orElseGet(() -> intensities(sample.channels().get(0)));
    GridShape n = sample.grid().shape();
    if (!perSlice) {
      List<Integer> start = start(Centre.of(weights, n, 0, n.k()).orElseThrow(ROICrop::empty));
      return new BoundingBoxCrop(start, size);
    }
    List<List<Integer>> starts = new ArrayList<>();
    for (int k = 0; k < n.k(); k++) {
      starts.add(start(nearest(weights, n, k)));
    }
    return new RegionCropped(starts, size);
  }

  private static int[] mask(LabelMap region) {
    int[] mask = new int[region.data().length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = region.data()[v] == 0 ? 0 : 1;
    }
    return mask;
  }

  private int[] intensities(Volume channel) {
    if (!intensitiesWithoutRegion) {
      throw BadInputException.of(
          "roi-crop-no-region",
          "ROICrop cuts about a region of interest; this scan has none.",
          "Give the region's file with the scan, or name its suffix in"
              + " loader_parameters.roi_params.suffix; CenterCrop does without.");
    }
    int[] weights = new int[channel.data().length];
    for (int v = 0; v < weights.length; v++) {
      weights[v] = Math.max(0, (int) channel.data()[v]);
    }
    return weights;
  }

  /** The centre of a slice, or of the nearest slice that has one; of two, the earlier. */
  private static Centre nearest(int[] weights, GridShape n, int slice) {
    for (int away = 0; away < n.k(); away++) {
      for (int k : new int[] {slice - away, slice + away}) {
        if (k >= 0 && k < n.k()) {
          Optional<Centre> centre = Centre.of(weights, n, k, k + 1);
          if (centre.isPresent()) {
            return centre.get();
          }
        }
      }
    }
    throw empty();
  }

  private List<Integer> start(Centre centre) {
    List<Integer> start = new ArrayList<>();
    for (int a = 0; a < size.size(); a++) {
      start.add((int) (Math.rint(centre.axis(a)) - Math.rint(size.get(a) / 2.0)));
    }
    return start;
  }

  private static BadInputException empty() {
    return BadInputException.of(
        "roi-crop-empty-region",
        "ROICrop cuts about a region of interest; no voxel of this scan's region is set.",
        "Check the region's file, or leave the scan out.");
  }
}
