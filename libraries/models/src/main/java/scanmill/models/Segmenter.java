package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.problems.BadInputException;
import scanmill.transforms.Placed;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Patch;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Stitcher;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * Runs a network over a prepared sample: cuts it into the windows the network was trained on,
 * treats each as in training, predicts them in batches and stitches the answers.
 *
 * <p>A window never depends on another, so the result is the same whatever the batch size. Memory:
 * the stitched channels plus one batch. Thread-safe.
 */
public final class Segmenter {
  /** Fixed transforms draw nothing; {@link Preparation#onWindows} leaves the others out. */
  private static final SplittableRandom NOTHING_TO_DRAW = new SplittableRandom(0);

  private final Predictor predictor;
  private final Config config;
  private final int classes;
  private final Tiling tiling;
  private final List<Placed> onWindows;
  private final int batchSize;

  /**
   * @param predictor of the model that the configuration belongs to; closed by whoever made it
   * @param batchSize windows per call of the network, at least 1
   */
  public Segmenter(Predictor predictor, Config config, int batchSize) {
    this.predictor = predictor;
    this.config = config;
    this.classes = config.outClasses();
    this.tiling = Tiling.of(config);
    this.onWindows = Preparation.of(config).onWindows(Phase.TESTING);
    this.batchSize = batchSize;
  }

  /**
   * Predicts every voxel of a prepared sample.
   *
   * @param sample as {@link Preparation#prepare} made it, one volume per input channel
   * @return one soft channel per class, on the sample's grid
   * @throws BadInputException if the sample has another number of channels than the model, or the
   *     network another number of classes than its configuration
   */
  public ProbabilityMap predict(Sample sample) {
    ModelInputs.require(config, sample.channels());
    Grid grid = sample.grid();
    Stitcher stitcher = new Stitcher(grid, classes);
    List<Window> windows = tiling.over(grid.shape());
    for (int from = 0; from < windows.size(); from += batchSize) {
      List<Window> batch = windows.subList(from, Math.min(from + batchSize, windows.size()));
      predict(sample, batch, stitcher);
    }
    return stitcher.finish();
  }

  private void predict(Sample sample, List<Window> windows, Stitcher stitcher) {
    GridShape box = windows.get(0).shape();
    int channels = sample.channels().size();
    int voxels = box.length();
    float[] input = new float[windows.size() * channels * voxels];
    for (int n = 0; n < windows.size(); n++) {
      Sample window = treated(cut(sample, windows.get(n)));
      for (int c = 0; c < channels; c++) {
        float[] data = window.channels().get(c).data();
        Patch.copy(data, box, Window.all(box), input, (n * channels + c) * voxels);
      }
    }
    int[] shape =
        tiling.dimensions() == 2
            ? new int[] {windows.size(), channels, box.i(), box.j()}
            : new int[] {windows.size(), channels, box.i(), box.j(), box.k()};
    Tensor output = predictor.predict(Tensor.of(input, shape)); // (N, K, H, W) or (N, K, H, W, D)
    if (output.size() != windows.size() * classes * voxels) {
      throw BadInputException.of(
          "model-output",
          "The model's configuration promises "
              + classes
              + " classes; its network returned an output of another size.",
          "Package the model with the configuration it was trained with.");
    }
    for (int n = 0; n < windows.size(); n++) {
      stitcher.add(windows.get(n), output.values(), n * classes * voxels);
    }
  }

  private static Sample cut(Sample sample, Window window) {
    Grid grid = sample.grid().window(window);
    List<Volume> cut = new ArrayList<>();
    for (Volume channel : sample.channels()) {
      cut.add(new Volume(grid, Patch.of(channel.data(), channel.shape(), window)));
    }
    return Sample.of(cut);
  }

  private Sample treated(Sample window) {
    Sample treated = window;
    for (Placed transform : onWindows) {
      treated = transform.apply(treated, NOTHING_TO_DRAW);
    }
    return treated;
  }
}
