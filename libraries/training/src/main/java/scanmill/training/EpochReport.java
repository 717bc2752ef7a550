package scanmill.training;

import java.util.Map;

/**
 * What one pass over the training samples came to.
 *
 * @param epoch counted from 1
 * @param trainingLoss mean over the batches, weighted by their size
 * @param validationLoss likewise, in evaluation mode; NaN where there are no validation samples
 * @param scores on the validation samples, by metric name
 * @param learningRate of this epoch
 * @param seconds wall time, validation and checkpoint included
 * @param waiting share of the training time spent waiting for data, in [0, 1]
 * @param best whether this epoch has the lowest validation loss so far
 */
public record EpochReport(
    int epoch,
    double trainingLoss,
    double validationLoss,
    Map<String, Double> scores,
    double learningRate,
    double seconds,
    double waiting,
    boolean best) {

  public EpochReport {
    scores = Map.copyOf(scores);
  }
}
