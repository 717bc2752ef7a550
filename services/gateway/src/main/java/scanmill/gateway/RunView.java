package scanmill.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.DatasetFrozen;
import scanmill.events.ModelRef;
import scanmill.ids.RunId;
import scanmill.problems.Problem;

/**
 * One training run and how far it came.
 *
 * @param state {@code requested}, {@code prepared}, {@code training}, {@code published}, {@code
 *     failed} (asking again is allowed) or {@code cancelled}
 * @param ended nothing more is going to happen
 * @param cancelling somebody asked it to stop and it has not yet
 * @param config as it was asked for
 * @param epochs how many are planned, 0 while that is not known
 * @param history by epoch, in order
 * @param scores on the test split, by metric name
 */
public record RunView(
    RunId run,
    String state,
    boolean ended,
    boolean cancelling,
    Optional<Instant> requested,
    Optional<Instant> started,
    Instant updated,
    Map<String, Object> config,
    Optional<DatasetFrozen> dataset,
    Optional<String> device,
    int epochs,
    List<EpochView> history,
    Optional<ModelRef> model,
    List<ArtifactRef> files,
    Map<String, Double> scores,
    Optional<ArtifactRef> checkpoint,
    Optional<Problem> problem) {}
