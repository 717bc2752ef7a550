package scanmill.training;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The course of a run for TensorBoard, laid out as ivadomed's users know it: single numbers in the
 * folder itself, each line of a group in a folder of its own ({@code losses_train_loss}), which
 * TensorBoard draws into one diagram.
 *
 * <p>A run that goes on writes its course anew from the beginning. For one thread.
 */
final class TensorBoard implements AutoCloseable {
  private static final String GLOB = "events.out.tfevents.*.scanmill.*";

  private final Path folder;
  private final Clock clock;
  private final String distinction;
  private final Map<String, EventFile> files = new HashMap<>();

  /**
   * @param firstEpoch where the run begins or goes on; keeps file names apart
   */
  TensorBoard(Path folder, Clock clock, int firstEpoch) {
    this.folder = folder;
    this.clock = clock;
    this.distinction = ProcessHandle.current().pid() + "." + firstEpoch;
  }

  /**
   * In the place of what an earlier doing of the run has written.
   *
   * @param curve of the epochs so far, told again
   */
  static TensorBoard anew(Path folder, Clock clock, List<CurvePoint> curve) throws IOException {
    remove(folder);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path group : below) {
          remove(group);
        }
      }
    }
    TensorBoard board = new TensorBoard(folder, clock, curve.size() + 1);
    for (CurvePoint point : curve) {
      board.epoch(point);
    }
    return board;
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, GLOB)) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
  }

  /** The numbers of an epoch, under ivadomed's names. */
  void epoch(CurvePoint point) throws IOException {
    scalar("learning_rate", point.epoch(), point.learningRate());
    scalar("losses", "train_loss", point.epoch(), point.trainingLoss());
    if (Double.isFinite(point.validationLoss())) {
      scalar("losses", "val_loss", point.epoch(), point.validationLoss());
    }
    for (Map.Entry<String, Double> score : point.scores().entrySet()) {
      if (Double.isFinite(score.getValue())) {
        scalar("Validation/Metrics", score.getKey(), point.epoch(), score.getValue());
      }
    }
  }

  /** One number of an epoch or a batch. */
  void scalar(String tag, long step, double value) throws IOException {
    file("").scalar(clock.instant(), step, tag, value);
  }

  /** One line of a diagram with several. */
  void scalar(String group, String line, long step, double value) throws IOException {
    String name = group.replace('/', '_') + "_" + line.replace(' ', '_').replace('/', '_');
    file(name).scalar(clock.instant(), step, group, value);
  }

  /**
   * @param png an encoded picture in colours
   */
  void image(String tag, long step, int width, int height, byte[] png) throws IOException {
    file("").image(clock.instant(), step, tag, width, height, png);
  }

  private EventFile file(String below) throws IOException {
    EventFile known = files.get(below);
    if (known != null) {
      return known;
    }
    EventFile made = new EventFile(folder.resolve(below), clock.instant(), distinction);
    files.put(below, made);
    return made;
  }

  @Override
  public void close() throws IOException {
    for (EventFile file : files.values()) {
      file.close();
    }
  }
}
