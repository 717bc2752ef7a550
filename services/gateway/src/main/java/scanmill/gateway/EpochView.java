package scanmill.gateway;

import java.time.Instant;
import java.util.Map;

/**
 * One epoch of a run.
 *
 * @param epoch counted from 1
 * @param scores on the validation samples, by metric name
 */
public record EpochView(
    int epoch,
    double trainingLoss,
    double validationLoss,
    Map<String, Double> scores,
    double learningRate,
    double seconds,
    Instant time) {}
