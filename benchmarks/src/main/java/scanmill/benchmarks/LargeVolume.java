package scanmill.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Weights;
import scanmill.models.Network;
import scanmill.models.Segmenter;
import scanmill.models.SegmenterSettings;
import scanmill.networks.Architecture;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * What a volume of n x n x n voxels takes in a 3D network that is given a certain memory: what was
 * reckoned beforehand, and what Java held afterwards. Never the whole volume in the network.
 *
 * <p>Run: {@code mvn -q compile exec:java -pl benchmarks
 * -Dexec.mainClass=scanmill.benchmarks.LargeVolume -Dexec.args="1024 10000"}, with {@code
 * MAVEN_OPTS=-Xmx12g}. At 1,024 it needs 8.6 GB for volume and result alone, and an hour or more.
 */
public final class LargeVolume {
  private static final String CONFIG =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual"], "contrast_params": {"testing": ["T2w"]}},
       "default_model": {"name": "Unet", "is_2d": false, "depth": 1, "n_filters": 2}}
      """;

  private LargeVolume() {}

  /**
   * @param args voxels along each axis; megabytes that are allowed
   */
  public static void main(String[] args) throws IOException {
    int n = args.length > 0 ? Integer.parseInt(args[0]) : 256;
    long allowed = (args.length > 1 ? Long.parseLong(args[1]) : 200) << 20;
    Config config = Config.parse(CONFIG, "benchmark").config();
    Architecture architecture = Network.of(config);
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    OnnxModel.write(architecture, Weights.initial(architecture, 1), onnx);
    try (OnnxPredictor predictor = new OnnxPredictor(onnx.toByteArray(), 2)) {
      Segmenter segmenter =
          new Segmenter(predictor, config, SegmenterSettings.DEFAULT.withMemory(allowed));
      GridShape shape = new GridShape(n, n, n);
      System.out.printf(
          "%s: reckoned %d MB of %d MB%n",
          shape, segmenter.bytes(shape, Optional.empty()) >> 20, allowed >> 20);
      float[] data = new float[shape.length()];
      for (int v = 0; v < data.length; v++) {
        data[v] = v % 251;
      }
      Sample sample = Sample.of(List.of(new Volume(Grid.of(shape, new Spacing(1, 1, 1)), data)));
      long start = System.nanoTime();
      ProbabilityMap map = segmenter.predict(sample);
      double seconds = (System.nanoTime() - start) / 1e9;
      Runtime java = Runtime.getRuntime();
      System.out.printf(
          "predicted in %.0f s; first voxel %.4f; heap now %d MB of %d MB%n",
          seconds,
          map.channel(0)[0],
          (java.totalMemory() - java.freeMemory()) >> 20,
          java.maxMemory() >> 20);
    }
  }
}
