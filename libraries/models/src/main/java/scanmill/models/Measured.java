package scanmill.models;

import java.util.Optional;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.uncertainty.RepeatedPredictions;
import scanmill.uncertainty.Support;
import scanmill.uncertainty.UncertaintyReport;
import scanmill.volumes.Grid;
import scanmill.volumes.ProbabilityMap;

/**
 * A prediction, and how sure it is.
 *
 * @param probabilities without chance, on the sample's grid
 * @param back the same on the scan's own grid, see {@link Restoration#back}
 * @param uncertainty on the scan's own grid
 */
public record Measured(
    ProbabilityMap probabilities, ProbabilityMap back, UncertaintyReport uncertainty) {

  /**
   * Predicts a sample and measures how far repeated predictions agree. Objects are those of the
   * prediction without chance, and where a repeated prediction is at least 0.5; with {@code compat}
   * those that any of them sees, and where it is above 0. Memory on the scan's own grid: five
   * volumes per class, and one per class for each prediction that comes back.
   *
   * @param history how the sample was prepared
   * @param likeIvadomed whether the model's configuration is read with {@code compat}
   */
  public static Measured of(
      Segmenter segmenter,
      Sample sample,
      History history,
      SideFacts facts,
      Repetition repetition,
      boolean likeIvadomed) {
    Grid origin = history.steps().isEmpty() ? sample.grid() : history.steps().get(0).before();
    RepeatedPredictions repeated =
        new RepeatedPredictions(
            origin, segmenter.classes(), likeIvadomed ? Support.ANY : Support.HALF);
    ProbabilityMap steady =
        segmenter.predict(
            sample,
            facts,
            Optional.of(repetition),
            prediction -> repeated.add(Restoration.back(prediction, history)));
    ProbabilityMap back = Restoration.back(steady, history);
    return new Measured(steady, back, repeated.report(likeIvadomed ? repeated.anywhere() : back));
  }
}
