package scanmill.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import scanmill.configuration.Config;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.models.Network;
import scanmill.models.Preparation;
import scanmill.models.Restoration;
import scanmill.models.Segmenter;
import scanmill.networks.Architecture;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * How much of a scan's time is not the network's: reading, preparing, cutting, stitching,
 * restoring, writing. One scan of 460x460x16 voxels and a 2D U-Net of depth 4, on one thread.
 *
 * <p>Run: {@code mvn -q compile exec:java -pl benchmarks
 * -Dexec.mainClass=scanmill.benchmarks.OutsideTheNetwork}, or the class from an IDE.
 */
public final class OutsideTheNetwork {
  private static final int ROUNDS = 5;
  private static final String CONFIG =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual"], "contrast_params": {"testing": ["T2w"]}},
       "default_model": {"name": "Unet", "depth": 4, "n_filters": %d},
       "postprocessing": {"binarize_prediction": {"thr": 0.5}, "keep_largest": {}},
       "transformation": {"Resample": {"hspace": 0.5, "wspace": 0.5}, "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  private OutsideTheNetwork() {}

  /** A predictor that also says how long it took. */
  private static final class Timed implements Predictor {
    private final Predictor inner;
    private long nanos;

    Timed(Predictor inner) {
      this.inner = inner;
    }

    @Override
    public Tensor predict(Tensor input) {
      long start = System.nanoTime();
      Tensor output = inner.predict(input);
      nanos += System.nanoTime() - start;
      return output;
    }

    @Override
    public int inputChannels() {
      return inner.inputChannels();
    }

    @Override
    public OptionalInt outputChannels() {
      return inner.outputChannels();
    }

    @Override
    public int dimensions() {
      return inner.dimensions();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /**
   * @param args filters of the U-Net's first layer; 16 where absent
   */
  public static void main(String[] args) throws IOException {
    int filters = args.length > 0 ? Integer.parseInt(args[0]) : 16;
    Config config = Config.parse(CONFIG.formatted(filters), "benchmark").config();
    Path folder = Files.createTempDirectory("scanmill-benchmark-");
    Path scan = folder.resolve("scan.nii.gz");
    Nifti.write(scan, volume());
    Architecture architecture = Network.of(config);
    Path onnx = folder.resolve("net.onnx");
    try (var out = Files.newOutputStream(onnx)) {
      OnnxModel.write(architecture, Weights.initial(architecture, 1), out);
    }
    try (Timed predictor = new Timed(new OnnxPredictor(onnx, 1))) {
      for (int round = 1; round <= ROUNDS; round++) {
        predictor.nanos = 0;
        long start = System.nanoTime();
        segment(config, predictor, scan, folder.resolve("result.nii.gz"));
        double all = (System.nanoTime() - start) / 1e6;
        double network = predictor.nanos / 1e6;
        System.out.printf(
            "round %d: %.0f ms, network %.0f ms, outside %.0f ms = %.1f %%%n",
            round, all, network, all - network, 100 * (all - network) / all);
      }
    }
  }

  private static void segment(Config config, Predictor predictor, Path scan, Path result)
      throws IOException {
    Sample sample = Preparation.of(config).prepare(List.of(Nifti.readVolume(scan)));
    var probabilities = new Segmenter(predictor, config, 4).predict(sample);
    var segmentation = Restoration.of(config).restore(probabilities, History.of(sample));
    Nifti.write(result, segmentation.labels(), Nifti.readHeader(scan));
  }

  private static Volume volume() {
    GridShape shape = new GridShape(460, 460, 16);
    float[] data = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = Math.round(500 + 400 * Math.sin(0.01 * v) + v % 37);
    }
    return new Volume(Grid.of(shape, new Spacing(0.5, 0.5, 4)), data);
  }
}
