package scanmill.events;

import java.util.Optional;
import scanmill.ids.RunId;

/** The run stopped because somebody asked; its last checkpoint lies there. */
public record TrainingCancelled(RunId run, Optional<ArtifactRef> checkpoint) implements Event {
  @Override
  public String key() {
    return run.toString();
  }
}
