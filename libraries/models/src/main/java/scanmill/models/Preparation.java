package scanmill.models;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.configuration.Target;
import scanmill.configuration.TransformEntry;
import scanmill.problems.BadInputException;
import scanmill.transforms.Part;
import scanmill.transforms.Placed;
import scanmill.transforms.ROICrop;
import scanmill.transforms.RandomTransform;
import scanmill.transforms.Reorient;
import scanmill.transforms.Resample;
import scanmill.transforms.Sample;
import scanmill.transforms.Transform;
import scanmill.transforms.Transforms;
import scanmill.volumes.Grid;
import scanmill.volumes.Orientation;
import scanmill.volumes.Volume;

/**
 * What a model does to images before its network sees them, read from its configuration.
 *
 * <p>In two acts, as ivadomed does it whatever the order of the configuration: what changes the
 * grid for good (orientation, {@code Resample}, crops) once per scan, here; everything else on each
 * window that goes into the network, see {@link #onWindows}. Immutable and thread-safe.
 */
public final class Preparation {
  /** What changes the grid for good depends on the scan alone. */
  private static final SplittableRandom NOTHING_TO_DRAW = new SplittableRandom(0);

  private final Reorient reorient;
  private final List<RandomTransform> once;
  private final List<Entry> onWindows;

  private record Entry(Placed placed, Set<Phase> phases) {}

  private Preparation(Reorient reorient, List<RandomTransform> once, List<Entry> onWindows) {
    this.reorient = reorient;
    this.once = List.copyOf(once);
    this.onWindows = List.copyOf(onWindows);
  }

  /**
   * What is done at inference.
   *
   * @throws scanmill.problems.BadInputException if the configuration names a transform or an
   *     argument that does not exist
   */
  public static Preparation of(Config config) {
    return of(config, Phase.TESTING);
  }

  /**
   * What is done to whole scans in a phase.
   *
   * @throws scanmill.problems.BadInputException if the configuration names a transform or an
   *     argument that does not exist
   */
  public static Preparation of(Config config, Phase phase) {
    int dimensions = Network.dimensions(config);
    List<RandomTransform> once = new ArrayList<>();
    List<Entry> onWindows = new ArrayList<>();
    for (TransformEntry entry : config.transformation().entries()) {
      RandomTransform transform = read(entry, config).forDimensions(dimensions);
      if (transform.preparation()) {
        requireAlways(entry);
        if (entry.datasetTypes().contains(phase)) {
          once.add(transform);
        }
      } else {
        Placed placed =
            new Placed(transform, parts(entry.appliedTo()), entry.probability().orElse(1.0));
        onWindows.add(new Entry(placed, entry.datasetTypes()));
      }
    }
    return new Preparation(
        new Reorient(new Orientation(config.loaderParameters().sliceAxis().orientation())),
        once,
        onWindows);
  }

  private static RandomTransform read(TransformEntry entry, Config config) {
    RandomTransform transform = Transforms.CATALOG.read(entry.name(), entry.args(), entry.where());
    return config.likeIvadomed() && transform instanceof ROICrop crop
        ? crop.aboutIntensitiesWithoutRegion()
        : transform;
  }

  /** A scan is prepared once for all epochs, so there is nothing to draw. */
  private static void requireAlways(TransformEntry entry) {
    if (entry.probability().orElse(1.0) < 1) {
      throw BadInputException.of(
          "config-invalid-value",
          entry.where()
              + ".probability: "
              + entry.name()
              + " prepares whole scans, once and always; found a probability below 1.",
          "Remove probability.");
    }
  }

  private static Set<Part> parts(Set<Target> targets) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (Target target : targets) {
      parts.add(
          switch (target) {
            case IM -> Part.IMAGE;
            case GT -> Part.TRUTH;
            case ROI -> Part.REGION;
          });
    }
    return parts;
  }

  /**
   * A scan's channels as a sample on the grid the network works on, with the history that leads
   * back.
   */
  public Sample prepare(List<Volume> channels) {
    return prepare(Sample.of(channels));
  }

  /** The same, for a sample that brings its truth along. */
  public Sample prepare(Sample sample) {
    return prepareOriented(oriented(sample));
  }

  /** A sample with its axes turned as the network sees them, nothing else done. */
  public Sample oriented(Sample sample) {
    return sample.apply(reorient);
  }

  /** The rest of {@link #prepare(Sample)}. */
  public Sample prepareOriented(Sample oriented) {
    Sample prepared = oriented;
    for (RandomTransform transform : once) {
      prepared = prepared.apply(transform.draw(NOTHING_TO_DRAW, prepared));
    }
    return prepared;
  }

  /**
   * As {@link #prepareOriented}, and cut to a part once voxels have their distance.
   *
   * @param crop made for the grid that is cut
   */
  Sample prepareWithin(Sample oriented, Function<Grid, Transform> crop) {
    int resampled = 0;
    for (int n = 0; n < once.size(); n++) {
      resampled = once.get(n) instanceof Resample ? n + 1 : resampled;
    }
    Sample prepared = oriented;
    for (int n = 0; n <= once.size(); n++) {
      if (n == resampled) {
        prepared = prepared.apply(crop.apply(prepared.grid()));
      }
      if (n < once.size()) {
        prepared = prepared.apply(once.get(n).draw(NOTHING_TO_DRAW, prepared));
      }
    }
    return prepared;
  }

  /** What is done to whole scans after their axes were turned, in order. */
  public List<RandomTransform> once() {
    return once;
  }

  /** Where the axes of a prepared scan point to, one letter each. */
  public String orientation() {
    return reorient.to();
  }

  /**
   * What is done to each window, in order.
   *
   * <p>At inference what is drawn at random is left out: a result does not depend on luck.
   */
  public List<Placed> onWindows(Phase phase) {
    return onWindows.stream()
        .filter(e -> e.phases().contains(phase))
        .map(Entry::placed)
        .filter(p -> phase == Phase.TRAINING || p.fixed())
        .toList();
  }
}
