package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The course of a run for TensorBoard, laid out as ivadomed's users know it: single numbers in the
 * folder itself, each line of a group in a folder of its own ({@code losses_train_loss}), which
 * TensorBoard draws into one diagram.
 *
 * <p>A run that goes on begins new files beside the old ones. For one thread.
 */
final class TensorBoard implements AutoCloseable {
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
