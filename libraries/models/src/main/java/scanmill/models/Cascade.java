package scanmill.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.DetectedBoxes;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.postprocessing.UncertaintyMaps;
import scanmill.problems.BadInputException;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * A model that looks where another one found something: {@code object_detection_params} of its
 * configuration names a package, within its own folder or beside it, which finds; around what it
 * found lies a box, larger by {@code safety_factor}; in the box, this model segments. A model that
 * finds may itself look where a third one found something, and so on.
 *
 * <p>What was found is also the region of interest, for {@code ROICrop}. Boxes are made anew for
 * each scan, and have their last voxel, but with {@code compat}. Thread-safe; memory is that of one
 * model at a time.
 */
public final class Cascade implements AutoCloseable {
  /** More models in a row are a mistake, such as two that name each other. */
  public static final int LONGEST = 5;

  /**
   * @param probabilities on the scan's own grid, 0 outside of boxes
   * @param boxes where it was looked, in voxels of the scan, its axes turned as the network sees
   *     them; none if nothing was found
   */
  public record Finding(ProbabilityMap probabilities, List<BoundingBox> boxes) {
    public Finding {
      boxes = List.copyOf(boxes);
    }

    /** Whether there was anything to look at. */
    public boolean found() {
      return !boxes.isEmpty();
    }
  }

  /** A model by itself. */
  record Stage(Predictor predictor, Segmenter segmenter, Config config) {}

  private final List<Stage> stages; // the one that finds first comes first
  private final DetectedBoxes looked;

  /**
   * @param stages the one that finds first comes first
   * @param looked which of the objects that were found are looked at
   */
  Cascade(List<Stage> stages, DetectedBoxes looked) {
    this.stages = List.copyOf(stages);
    this.looked = looked;
  }

  /** Whether a configuration names a model that finds first. */
  public static boolean declared(Config config) {
    return config.objectDetectionParams().objectDetectionPath().isPresent();
  }

  /** The same networks, which look at other objects; closed with this. */
  public Cascade looking(DetectedBoxes at) {
    return new Cascade(stages, at);
  }

  /**
   * The same networks, the one that was asked for mirrored along these axes and no others; closed
   * with this.
   *
   * @throws BadInputException {@code flips-axes} if its windows have no such axis
   */
  public Cascade flipped(List<Integer> axes) {
    List<Stage> mirrored = new ArrayList<>(stages);
    Stage last = mirrored.remove(mirrored.size() - 1);
    mirrored.add(new Stage(last.predictor(), last.segmenter().flipped(axes), last.config()));
    return new Cascade(mirrored, looked);
  }

  /**
   * Loads a model and those that find for it; it looks where its {@code inference_parameters} say.
   *
   * @throws BadInputException {@code cascade-model-missing} or {@code cascade-too-long}; or what is
   *     wrong with a package
   */
  public static Cascade open(
      ModelPackage model, Device device, int threads, SegmenterSettings settings)
      throws IOException {
    List<Stage> stages = new ArrayList<>();
    Optional<ModelPackage> next = Optional.of(model);
    try {
      while (next.isPresent()) {
        ModelPackage now = next.get();
        if (stages.size() == LONGEST) {
          throw BadInputException.of(
              "cascade-too-long",
              "At most "
                  + LONGEST
                  + " models find one after the other; "
                  + model.name()
                  + " names more.",
              "Check that no two models name each other in object_detection_path.");
        }
        SegmenterSettings own = stages.isEmpty() ? settings : plain(settings);
        Predictor predictor = Predictors.of(now, device, threads, false);
        stages.add(0, new Stage(predictor, segmenter(predictor, now.config(), own), now.config()));
        next = finder(now);
      }
      return new Cascade(stages, model.config().inference().boxes());
    } catch (IOException | RuntimeException e) {
      stages.forEach(stage -> stage.predictor().close());
      throw e;
    }
  }

  private static Segmenter segmenter(Predictor predictor, Config config, SegmenterSettings own) {
    try {
      return new Segmenter(predictor, config, own);
    } catch (RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  /** What is wished of patches is wished of the model that was asked for. */
  private static SegmenterSettings plain(SegmenterSettings settings) {
    return SegmenterSettings.DEFAULT
        .withBatchSize(settings.batchSize())
        .withMemory(settings.memory());
  }

  /**
   * The model that finds for another one; empty if that looks at whole scans.
   *
   * @throws BadInputException {@code cascade-model-missing}, or what is wrong with the package
   */
  public static Optional<ModelPackage> finder(ModelPackage model) throws IOException {
    Optional<String> named = model.config().objectDetectionParams().objectDetectionPath();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Path own = model.folder().toAbsolutePath().normalize();
    for (Path place : places(own, named.get())) {
      if (Files.isDirectory(place)) {
        return Optional.of(ModelPackage.open(place));
      }
    }
    throw BadInputException.of(
        "cascade-model-missing",
        "object_detection_params.object_detection_path: required a model package within "
            + model.name()
            + " or beside it; found none called "
            + Path.of(named.get()).getFileName()
            + ".",
        "Put the folder of that package into the folder of this one.");
  }

  private static List<Path> places(Path own, String named) {
    try {
      Path path = Path.of(named);
      Path name = path.getFileName() == null ? path : path.getFileName();
      return List.of(
          own.resolve(name), own.resolveSibling(name), own.resolve(path).normalize(), path);
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  /** The model that was asked for, by itself. */
  public Segmenter segmenter() {
    return stages.get(stages.size() - 1).segmenter();
  }

  /**
   * Finds and looks closely.
   *
   * @param scan not prepared; its grid is that of the result
   * @param facts of the model that was asked for
   */
  public Finding predict(Sample scan, SideFacts facts) {
    Sample origin = Sample.of(scan.channels());
    Stage first = stages.get(0);
    Finding finding = whole(first, origin, stages.size() == 1 ? facts : SideFacts.NONE);
    for (int s = 1; s < stages.size(); s++) {
      boolean last = s == stages.size() - 1;
      LabelMap found = region(stages.get(s - 1).config(), finding.probabilities());
      finding = within(stages.get(s), origin, found, last ? facts : SideFacts.NONE);
    }
    return finding;
  }

  private static Finding whole(Stage stage, Sample scan, SideFacts facts) {
    Sample prepared = Preparation.of(stage.config()).prepare(channels(stage, scan));
    ProbabilityMap probabilities = stage.segmenter().predict(prepared, facts);
    GridShape n = scan.grid().shape();
    return new Finding(
        History.of(prepared).undo(probabilities),
        List.of(new BoundingBox(0, n.i() - 1, 0, n.j() - 1, 0, n.k() - 1)));
  }

  /** One that finds may take fewer contrasts, the first ones. */
  private static Sample channels(Stage stage, Sample scan) {
    List<Volume> all = scan.channels();
    return Sample.of(all.subList(0, Math.min(all.size(), stage.config().inChannel())));
  }

  private Finding within(Stage stage, Sample scan, LabelMap region, SideFacts facts) {
    Preparation preparation = Preparation.of(stage.config());
    Sample oriented = preparation.oriented(channels(stage, scan).withRegion(region));
    LabelMap found = oriented.region().orElseThrow();
    DetectionBoxes around = new DetectionBoxes(stage.config());
    List<BoundingBox> boxes = boxes(found, looked).stream().map(around::scaled).toList();
    float[][] sum = new float[stage.segmenter().classes()][scan.grid().shape().length()];
    for (BoundingBox box : boxes) {
      Sample prepared = around.prepared(preparation, oriented, box);
      History history = History.of(prepared);
      add(history.undo(stage.segmenter().predict(prepared, facts)), sum);
    }
    return new Finding(new ProbabilityMap(scan.grid(), sum), boxes);
  }

  /** What a model that finds has found, its own steps done. */
  static LabelMap region(Config finder, ProbabilityMap probabilities) {
    ProbabilityMap mask =
        Restoration.of(finder)
            .finish(Restoration.aboveNoise(probabilities), UncertaintyMaps.NONE)
            .soft();
    int[] region = new int[mask.channel(0).length];
    for (int v = 0; v < region.length; v++) {
      region[v] = mask.channel(0)[v] >= 0.5f ? 1 : 0;
    }
    return new LabelMap(mask.grid(), region);
  }

  static List<BoundingBox> boxes(LabelMap found, DetectedBoxes looked) {
    boolean[] mask = new boolean[found.data().length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = found.data()[v] != 0;
    }
    ConnectedComponents components =
        ConnectedComponents.of(mask, found.shape(), Connectivity.FACES);
    List<BoundingBox> boxes = BoundingBox.around(components, found.shape());
    return looked == DetectedBoxes.ALL || boxes.isEmpty()
        ? boxes
        : List.of(boxes.get(components.largest() - 1));
  }

  /** Where boxes overlap, the more probable counts. */
  private static void add(ProbabilityMap more, float[][] sum) {
    for (int c = 0; c < sum.length; c++) {
      float[] values = more.channel(c);
      for (int v = 0; v < values.length; v++) {
        sum[c][v] = Math.max(sum[c][v], values[v]);
      }
    }
  }

  @Override
  public void close() {
    stages.forEach(stage -> stage.predictor().close());
  }
}
