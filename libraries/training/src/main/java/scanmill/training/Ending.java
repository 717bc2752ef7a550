package scanmill.training;

import java.nio.file.Path;
import java.util.Map;

/** How a run ended, if it did not fail. */
public sealed interface Ending {

  /**
   * It ran to its end.
   *
   * @param modelPackage folder of the packaged model
   * @param outputs folder of everything else, in ivadomed's layout
   * @param scores on the test split, by metric name; empty without test scans
   */
  record Finished(Path modelPackage, Path outputs, Map<String, Double> scores) implements Ending {
    public Finished {
      scores = Map.copyOf(scores);
    }
  }

  /**
   * Somebody asked it to stop; it can be resumed.
   *
   * @param lastEpoch whose checkpoint is the last; 0 if there is none
   */
  record Stopped(int lastEpoch) implements Ending {}
}
