package scanmill.transforms;

import java.util.List;
import scanmill.volumes.ProbabilityMap;

/**
 * What was done to a sample, first things first: a way there and a way back.
 *
 * @param steps each on the grid that the one before it led to
 */
public record History(List<Applied> steps) {

  public History {
    steps = List.copyOf(steps);
  }

  /** What was done to a sample so far. */
  public static History of(Sample sample) {
    return new History(sample.history());
  }

  /** Does the same to another sample; of the same origin, it gives the same result. */
  public Sample replay(Sample origin) {
    Sample sample = origin;
    for (Applied step : steps) {
      sample = sample.apply(step.transform());
    }
    return sample;
  }

  /**
   * Brings a prediction back, step by step, onto the grid that the first step began with.
   *
   * @param probabilities on the grid that the last step led to
   * @throws IllegalArgumentException if it has another number of voxels
   */
  public ProbabilityMap undo(ProbabilityMap probabilities) {
    ProbabilityMap back = probabilities;
    for (int s = steps.size() - 1; s >= 0; s--) {
      Applied step = steps.get(s);
      back = step.transform().undo(back, step.before());
    }
    return back;
  }
}
