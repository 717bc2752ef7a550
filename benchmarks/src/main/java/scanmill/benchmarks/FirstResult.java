package scanmill.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.models.ModelPackage;
import scanmill.models.Predictors;
import scanmill.models.Preparation;
import scanmill.models.Restoration;
import scanmill.models.Segmenter;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Nifti;

/**
 * How long a scan takes from its file to the file of its result: the first one, for which the model
 * is loaded, and later ones, for which it is there; and how long the bare network takes for the
 * same slices. A warm result may take 1.5 times the bare network and 300 ms; the program says
 * whether it does, and ends with 1 if not.
 *
 * <p>Run: {@code mvn -q compile exec:java -pl benchmarks
 * -Dexec.mainClass=scanmill.benchmarks.FirstResult}, or the class from an IDE.
 */
public final class FirstResult {
  private static final int ROUNDS = 5;

  private FirstResult() {}

  public static void main(String[] args) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    Path folder = Files.createTempDirectory("scanmill-benchmark-");
    Path scan = folder.resolve("scan.nii.gz");
    Nifti.write(scan, WarmCase.volume(0));
    Path packaged = WarmCase.packaged(folder);

    long start = System.nanoTime();
    ModelPackage model = ModelPackage.open(packaged);
    double[] warm = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    try (Predictor predictor = Predictors.of(model, Device.CPU, threads, false)) {
      Segmenter segmenter = new Segmenter(predictor, model.config(), WarmCase.TOGETHER);
      segment(segmenter, scan, folder.resolve("result.nii.gz"));
      System.out.printf("cold: first result after %.0f ms%n", WarmCase.since(start));
      for (int round = 0; round < ROUNDS; round++) {
        start = System.nanoTime();
        segment(segmenter, scan, folder.resolve("result.nii.gz"));
        warm[round] = WarmCase.since(start);
        bare[round] = WarmCase.bare(predictor);
        System.out.printf("warm: %.0f ms, bare network %.0f ms%n", warm[round], bare[round]);
      }
    }
    if (!WarmCase.kept(warm, bare)) {
      System.exit(1);
    }
  }

  private static void segment(Segmenter segmenter, Path scan, Path result) throws IOException {
    Config config = segmenter.config();
    Sample sample = Preparation.of(config).prepare(List.of(Nifti.readVolume(scan)));
    var probabilities = segmenter.predict(sample);
    var segmentation = Restoration.of(config).restore(probabilities, History.of(sample));
    Nifti.write(result, segmentation.labels(), Nifti.readHeader(scan));
  }
}
