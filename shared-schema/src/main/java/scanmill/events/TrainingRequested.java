package scanmill.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import scanmill.ids.RunId;

/**
 * Someone wants this plan run on this dataset. Anyone may publish it.
 *
 * @param run made from the digest of the event where absent, so that the same request twice is one
 *     run
 * @param config an ivadomed configuration; {@code loader_parameters.path_data} names folders of the
 *     bucket ({@code s3://bucket/prefix}) or, where the training service allows it, of its own disk
 */
public record TrainingRequested(Optional<RunId> run, Map<String, Object> config) implements Event {
  public TrainingRequested {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config)); // may hold null
  }

  @Override
  public String key() {
    return run.map(RunId::toString).orElse("");
  }
}
