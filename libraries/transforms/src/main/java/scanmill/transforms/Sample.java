package scanmill.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Aligned images, one per contrast, with what is known about them and what was done to them.
 *
 * <p>All parts lie on one grid, that of the first channel, always: a transform that moves voxels
 * moves those of every part. Immutable.
 */
public final class Sample {
  private final List<Volume> channels;
  private final Optional<ProbabilityMap> truth;
  private final Optional<LabelMap> region;
  private final List<Applied> history;

  private Sample(
      List<Volume> channels,
      Optional<ProbabilityMap> truth,
      Optional<LabelMap> region,
      List<Applied> history) {
    this.channels = List.copyOf(channels);
    this.truth = truth;
    this.region = region;
    this.history = List.copyOf(history);
  }

  /**
   * Images without truth, region or history.
   *
   * <p>The first channel's grid is the sample's. Others are turned to its orientation; then their
   * voxels are taken to lie where its voxels lie, as ivadomed does: headers of one subject's files
   * often differ in the last digits.
   *
   * @param channels at least one
   * @throws BadInputException {@code sample-shapes-differ} if voxel counts differ
   */
  public static Sample of(List<Volume> channels) {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("A sample has at least one channel");
    }
    Grid grid = channels.get(0).grid();
    List<Volume> aligned = new ArrayList<>();
    for (Volume channel : channels) {
      Volume turned = channel.reoriented(grid.orientation());
      requireShape("channel " + aligned.size(), turned.shape(), grid);
      aligned.add(turned.grid().equals(grid) ? turned : new Volume(grid, turned.data()));
    }
    return new Sample(aligned, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * This sample with a truth, which is taken to lie on the sample's grid.
   *
   * @throws BadInputException {@code sample-shapes-differ} if voxel counts differ
   */
  public Sample withTruth(ProbabilityMap map) {
    ProbabilityMap turned = map.reoriented(grid().orientation());
    requireShape("the truth", turned.shape(), grid());
    float[][] classes = new float[turned.classes()][];
    Arrays.setAll(classes, turned::channel);
    return new Sample(channels, Optional.of(new ProbabilityMap(grid(), classes)), region, history);
  }

  /**
   * This sample with a region of interest, which is taken to lie on the sample's grid.
   *
   * @throws BadInputException {@code sample-shapes-differ} if voxel counts differ
   */
  public Sample withRegion(LabelMap map) {
    LabelMap turned = map.reoriented(grid().orientation());
    requireShape("the region", turned.shape(), grid());
    return new Sample(channels, truth, Optional.of(new LabelMap(grid(), turned.data())), history);
  }

  private static void requireShape(String what, GridShape found, Grid grid) {
    if (!found.equals(grid.shape())) {
      throw BadInputException.of(
          "sample-shapes-differ",
          "All images and labels of a sample have the same number of voxels; the first image has "
              + grid.shape()
              + ", "
              + what
              + " has "
              + found
              + ", axes turned to "
              + grid.orientation()
              + ".",
          "Resample the files of this subject onto one grid.");
    }
  }

  /** This sample changed by a transform, in every part that the transform can change. */
  public Sample apply(Transform transform) {
    return apply(transform, Part.ALL);
  }

  /**
   * This sample changed by a transform.
   *
   * @param parts where it is wanted, of the parts that it can change. A geometric transform changes
   *     every part whatever is asked for, since parts on different grids are no sample. What
   *     changes nothing leaves no trace in the history.
   */
  public Sample apply(Transform transform, Set<Part> parts) {
    Set<Part> changes =
        transform.changes().stream()
            .filter(part -> transform.geometric() || parts.contains(part))
            .collect(Collectors.toSet());
    if (changes.isEmpty()) {
      return this;
    }
    Transform ready = transform.on(grid());
    List<Volume> images = channels;
    if (changes.contains(Part.IMAGE)) {
      images = new ArrayList<>();
      for (Volume channel : channels) {
        images.add(ready.apply(channel, images.size()));
      }
    }
    List<Applied> done = new ArrayList<>(history);
    done.add(new Applied(transform, grid()));
    return new Sample(
        images,
        changes.contains(Part.TRUTH) ? truth.map(ready::apply) : truth,
        changes.contains(Part.REGION) ? region.map(ready::applyToRegion) : region,
        done);
  }

  /** Where every voxel of this sample lies. */
  public Grid grid() {
    return channels.get(0).grid();
  }

  /** Intensities, one volume per contrast, all on {@link #grid()}; at least one. */
  public List<Volume> channels() {
    return channels;
  }

  /** One soft channel per class on {@link #grid()}. */
  public Optional<ProbabilityMap> truth() {
    return truth;
  }

  /** The region of interest on {@link #grid()}. */
  public Optional<LabelMap> region() {
    return region;
  }

  /** What was done, first things first. */
  public List<Applied> history() {
    return history;
  }
}
