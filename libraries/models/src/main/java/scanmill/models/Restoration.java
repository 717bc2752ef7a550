package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.StepEntry;
import scanmill.postprocessing.Chain;
import scanmill.postprocessing.Labels;
import scanmill.postprocessing.Step;
import scanmill.postprocessing.Steps;
import scanmill.postprocessing.ThresholdUncertainty;
import scanmill.postprocessing.UncertaintyMaps;
import scanmill.problems.BadInputException;
import scanmill.transforms.History;
import scanmill.volumes.ProbabilityMap;

/**
 * The way from a network's answer back to the scan: history undone, noise floor, the model's steps,
 * labels. Immutable and thread-safe.
 */
public final class Restoration {
  /** Probabilities up to here become 0, as ivadomed does before its steps. */
  private static final float FLOOR = 0.01f;

  private final Chain chain;

  private Restoration(Chain chain) {
    this.chain = chain;
  }

  /**
   * @throws scanmill.problems.BadInputException if the configuration names a step or an argument
   *     that does not exist, or a step that thresholds an uncertainty that is not measured
   */
  public static Restoration of(Config config) {
    List<Step> steps = new ArrayList<>();
    for (StepEntry entry : config.postprocessing().steps()) {
      Step step = Steps.CATALOG.read(entry.name(), entry.args(), entry.where());
      if (step instanceof ThresholdUncertainty sure && sure.thr() >= 0) {
        requireUncertainty(config, entry.where());
      }
      steps.add(step);
    }
    return new Restoration(Chain.of(steps));
  }

  /** Whether a step thresholds a measure of uncertainty, so that predictions must be repeated. */
  public boolean needsUncertainty() {
    return chain.steps().stream()
        .anyMatch(step -> step instanceof ThresholdUncertainty sure && sure.thr() >= 0);
  }

  private static void requireUncertainty(Config config, String where) {
    if (!config.uncertainty().active()) {
      throw BadInputException.of(
          "config-without-uncertainty",
          where + ": required predictions that are repeated to tell how sure they are; found none.",
          "Set uncertainty.epistemic or aleatoric to true and n_it to at least 2, or remove the step.");
    }
  }

  /**
   * Of a prediction that nothing is known of but itself.
   *
   * @param probabilities on the grid of the prepared sample
   * @param history how the sample was prepared
   * @return on the grid the history began with: the scan's own
   */
  public Segmentation restore(ProbabilityMap probabilities, History history) {
    return restore(probabilities, history, UncertaintyMaps.NONE);
  }

  /**
   * The same, of a prediction of which is known how sure it is.
   *
   * @param maps on the scan's own grid
   */
  public Segmentation restore(ProbabilityMap probabilities, History history, UncertaintyMaps maps) {
    return finish(back(probabilities, history), maps);
  }

  /** The steps and labels, of what {@link #back} brought back. */
  public Segmentation finish(ProbabilityMap back, UncertaintyMaps maps) {
    ProbabilityMap soft = chain.apply(back, maps);
    return new Segmentation(soft, Labels.of(soft));
  }

  /** On the scan's own grid, above the noise, no step done: what ivadomed compares repeatedly. */
  public static ProbabilityMap back(ProbabilityMap probabilities, History history) {
    return aboveNoise(history.undo(probabilities));
  }

  /** What is not above the noise becomes 0. */
  static ProbabilityMap aboveNoise(ProbabilityMap restored) {
    float[][] channels = new float[restored.classes()][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = restored.channel(c).clone();
      for (int v = 0; v < channels[c].length; v++) {
        channels[c][v] = channels[c][v] <= FLOOR ? 0 : Math.min(1, channels[c][v]);
      }
    }
    return new ProbabilityMap(restored.grid(), channels);
  }
}
