package scanmill.events;

import java.util.Optional;
import scanmill.ids.RunId;
import scanmill.problems.Problem;

/** The run could not be finished; asking again is allowed. */
public record TrainingFailed(RunId run, Problem problem, Optional<ArtifactRef> checkpoint)
    implements Event {
  @Override
  public String key() {
    return run.toString();
  }
}
