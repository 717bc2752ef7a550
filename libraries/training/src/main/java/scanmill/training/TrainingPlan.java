package scanmill.training;

import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;

/**
 * What to do: a configuration, the data it is to be learnt from and where the arithmetic runs.
 *
 * @param run name of the run, for the provenance
 * @param config with an architecture, a loss and transforms that exist
 * @param data roots of BIDS datasets; read only, never written to
 * @param device {@code cpu}, {@code cuda:0} or {@code auto}
 * @param threads of the network on a CPU; with 1 the same plan gives the same weights bit for bit
 * @param workers that load and augment beside it, at least 1; their number changes nothing
 */
public record TrainingPlan(
    String run, Config config, List<Path> data, String device, int threads, int workers) {

  public TrainingPlan {
    data = List.copyOf(data);
    if (threads < 1 || workers < 1) {
      throw new IllegalArgumentException(
          "At least one thread and one worker; found " + threads + " and " + workers);
    }
  }
}
