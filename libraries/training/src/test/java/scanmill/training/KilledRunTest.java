package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** Processes that train are killed at any instant; who goes on ends with the same weights. */
class KilledRunTest {
  private static final int EPOCHS = 8;
  private static final int BATCHES = 4;
  private static final int KILLS = 4;
  private static final int SIGKILL = 137;

  @TempDir Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void endsWithTheSameWeightsHoweverOftenItWasKilled() throws Exception {
    Path data = folder.resolve("data");
    new PhantomDataset(4, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 8)).write(data);
    Path config = folder.resolve("config.json");
    Files.writeString(config, CONFIG);
    Path undisturbed = folder.resolve("undisturbed");
    KilledRun.run(config, data, undisturbed);

    Path killed = folder.resolve("killed");
    SplittableRandom random = new SplittableRandom();
    int first = random.nextInt(3); // anywhere, also before the first batch
    for (int kill = 0; kill < KILLS; kill++) {
      int after = kill == 0 ? first : 1 + random.nextInt(2 * BATCHES);
      assertThat(killed(config, data, killed, after, random.nextInt(25))).isEqualTo(SIGKILL);
    }
    KilledRun.run(config, data, killed);

    for (String file :
        List.of("phantom/phantom.safetensors", "phantom/phantom.onnx", "final_model.pt")) {
      assertThat(killed.resolve("outputs").resolve(file))
          .hasSameBinaryContentAs(undisturbed.resolve("outputs").resolve(file));
    }
  }

  /** Runs until some batches are done and a little longer, then kills. */
  private static int killed(Path config, Path data, Path folder, int batches, int millis)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                config.toString(),
                data.toString(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (int done = 0; done < batches; ) {
        String line = lines.readLine();
        assertThat(line).as("a process that is still training").isNotNull();
        done += line.startsWith(KilledRun.BATCH) ? 1 : 0;
      }
      Thread.sleep(millis);
    } finally {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  private static final String CONFIG =
      """
      {"model_name": "phantom",
       "loader_parameters": {"target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "split_dataset": {"train_fraction": 0.5, "test_fraction": 0.25},
       "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"}, "mixup_alpha": 0.4,
         "training_time": {"num_epochs": %d, "early_stopping_patience": 50},
         "scheduler": {"initial_lr": 0.01, "lr_scheduler": {"name": "CosineAnnealingLR"}}},
       "default_model": {"name": "Unet", "depth": 2, "n_filters": 4, "dropout_rate": 0.2},
       "transformation": {
         "RandomAffine": {"degrees": 10, "applied_to": ["im", "gt"], "dataset_type": ["training"]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """
          .formatted(EPOCHS);
}
