package scanmill.postprocessing;

import java.util.List;
import scanmill.volumes.ProbabilityMap;

/** Several steps, in the order in which they are written. Without steps, nothing changes. */
public record Chain(List<Step> steps) implements Step {

  public Chain {
    steps = List.copyOf(steps);
  }

  public static Chain of(List<Step> steps) {
    return new Chain(steps);
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    ProbabilityMap current = prediction;
    for (Step step : steps) {
      current = step.apply(current, maps);
    }
    return current;
  }
}
