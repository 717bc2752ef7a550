package scanmill.models;

import java.util.List;
import java.util.Map;

/**
 * Where a model comes from: enough to train it again and to know what it has seen.
 *
 * @param run the training run
 * @param created ISO-8601, UTC
 * @param versions of Scanmill, Java, libtorch and ONNX Runtime, by name
 * @param device the network was trained on
 * @param seed of weights, augmentation and order
 * @param epochs that were run
 * @param bestEpoch whose weights these are, counted from 1
 * @param training scans learnt from; likewise validation and test
 * @param scores on the test split, by metric name
 */
public record Provenance(
    String run,
    String created,
    Map<String, String> versions,
    String device,
    long seed,
    int epochs,
    int bestEpoch,
    List<SeenFile> training,
    List<SeenFile> validation,
    List<SeenFile> test,
    Map<String, Double> scores) {

  public Provenance {
    versions = Map.copyOf(versions);
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    scores = Map.copyOf(scores);
  }

  /**
   * A file the model was made with.
   *
   * @param name BIDS file name, no folder
   * @param sha256 of its bytes
   */
  public record SeenFile(String name, String sha256) {}
}
