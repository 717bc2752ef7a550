package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.training.Ending;
import scanmill.training.EpochReport;
import scanmill.training.TrainingObserver;

/**
 * A trainer whose weights are the list of epochs they have seen, so that a test can read off what
 * was trained, once or twice, from where.
 */
final class StepTrainer implements Trainer {
  /** Every epoch that was begun, over all takings. */
  final List<Integer> begun = new ArrayList<>();

  private final int epochs;
  private final Runnable withinEpoch;

  StepTrainer(int epochs) {
    this(epochs, () -> {});
  }

  /**
   * @param withinEpoch happens in each epoch before its end
   */
  StepTrainer(int epochs, Runnable withinEpoch) {
    this.epochs = epochs;
    this.withinEpoch = withinEpoch;
  }

  @Override
  public Ending train(Job job, Optional<Path> checkpoint, TrainingObserver observer) {
    try {
      return steps(job, checkpoint, observer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ending steps(Job job, Optional<Path> checkpoint, TrainingObserver observer)
      throws IOException {
    String weights = checkpoint.isPresent() ? Files.readString(checkpoint.get()) : "";
    int first = weights.isEmpty() ? 1 : weights.split(" ").length + 1;
    Path manifest = Files.writeString(job.folder().resolve("split.json"), "{}");
    observer.frozen(manifest, 3, 1, 1);
    observer.started("cpu", epochs, first);
    for (int epoch = first; epoch <= epochs; epoch++) {
      begun.add(epoch);
      withinEpoch.run();
      if (observer.stopRequested()) {
        return new Ending.Stopped(epoch - 1);
      }
      weights = weights.isEmpty() ? "" + epoch : weights + " " + epoch;
      Path file = Files.writeString(job.folder().resolve("checkpoint"), weights);
      observer.epochCompleted(
          new EpochReport(epoch, 1.0 / epoch, 2.0 / epoch, Map.of(), 0.1, 1, 0, true), file);
    }
    return finish(job, weights);
  }

  private static Ending finish(Job job, String weights) throws IOException {
    Path outputs = job.folder().resolve("outputs");
    Path model = Files.createDirectories(outputs.resolve("cord"));
    Files.writeString(model.resolve("cord.json"), "{\"model_name\": \"cord\"}");
    Files.writeString(model.resolve("cord.onnx"), weights);
    Files.writeString(outputs.resolve("training_curve.csv"), "epoch\n");
    Files.createDirectories(outputs.resolve("pred_masks"));
    Files.writeString(outputs.resolve("pred_masks/sub-01_T2w_pred.nii.gz"), "voxels");
    return new Ending.Finished(model, outputs, Map.of("dice_score", 0.9));
  }
}
