package scanmill.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.DetectedBoxes;
import scanmill.engine.Device;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.LabelMap;

/**
 * A model that finds for a network that is about to learn; afterwards both are a {@link Cascade},
 * which looks at the same boxes. Thread-safe.
 */
public final class Finder implements AutoCloseable {
  private final Cascade cascade;
  private final Config config;
  private final Preparation preparation;
  private final DetectionBoxes around;

  private Finder(Cascade cascade, Config config, Config looking) {
    this.cascade = cascade;
    this.config = config;
    this.preparation = Preparation.of(looking);
    this.around = new DetectionBoxes(looking);
  }

  /**
   * The package that a configuration names to find first.
   *
   * @return empty if it names none
   * @throws BadInputException {@code detection-model-missing} if there is no such folder, or what
   *     is wrong with the package
   */
  public static Optional<ModelPackage> named(Config config) throws IOException {
    Optional<String> path = config.objectDetectionParams().objectDetectionPath();
    return path.isEmpty() ? Optional.empty() : Optional.of(open(path.get()));
  }

  /** The same configuration, which names another package to find first. */
  public static Config naming(Config config, String path) {
    ObjectNode json = config.toJson();
    json.withObjectProperty("object_detection_params").put("object_detection_path", path);
    return Config.parse(json, "the configuration").config();
  }

  private static ModelPackage open(String path) throws IOException {
    try {
      if (Files.isDirectory(Path.of(path))) {
        return ModelPackage.open(Path.of(path));
      }
    } catch (InvalidPathException e) {
      throw missing(path);
    }
    throw missing(path);
  }

  private static BadInputException missing(String path) {
    return BadInputException.of(
        "detection-model-missing",
        "object_detection_params.object_detection_path: required the folder of a packaged model"
            + " where the training runs; found none at "
            + path
            + ".",
        "Name the folder that training made, with <name>.json and <name>.onnx in it, or set it to"
            + " null.");
  }

  /**
   * Loads it.
   *
   * @param looking configuration of the network that looks where it finds
   */
  public static Finder open(ModelPackage model, Config looking, int threads) throws IOException {
    return new Finder(
        Cascade.open(model, Device.CPU, threads, SegmenterSettings.DEFAULT),
        model.config(),
        looking);
  }

  /**
   * Where to look.
   *
   * @param scan not prepared
   * @return the box around the largest object, larger by the safety factor, in voxels of the scan,
   *     its axes turned as the network sees them; empty if nothing is found
   */
  public Optional<BoundingBox> find(Sample scan) {
    Sample images = Sample.of(scan.channels());
    LabelMap region =
        Cascade.region(config, cascade.predict(images, SideFacts.NONE).probabilities());
    LabelMap oriented = preparation.oriented(images.withRegion(region)).region().orElseThrow();
    List<BoundingBox> boxes = Cascade.boxes(oriented, DetectedBoxes.LARGEST);
    return boxes.stream().findFirst().map(around::scaled);
  }

  @Override
  public void close() {
    cascade.close();
  }
}
