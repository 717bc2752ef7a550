package scanmill.events;

import java.util.Map;
import scanmill.ids.RunId;

/**
 * One pass over the training samples is done and its checkpoint is durable.
 *
 * @param epoch counted from 1
 * @param scores on the validation samples, by metric name
 */
public record EpochCompleted(
    RunId run,
    int epoch,
    int epochs,
    double trainingLoss,
    double validationLoss,
    Map<String, Double> scores,
    double learningRate,
    double seconds,
    ArtifactRef checkpoint)
    implements Event {
  public EpochCompleted {
    scores = Map.copyOf(scores);
  }

  @Override
  public String key() {
    return run.toString();
  }
}
