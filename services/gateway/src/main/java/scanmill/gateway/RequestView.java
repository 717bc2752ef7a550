package scanmill.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.Score;
import scanmill.ids.ScanId;
import scanmill.problems.Problem;

/**
 * One request for a segmentation and how far it came.
 *
 * @param state {@code requested}, {@code prepared}, {@code predicted}, {@code segmented}, {@code
 *     evaluated}, {@code rejected} (the input is at fault) or {@code failed} (asking again is
 *     allowed)
 * @param ended nothing more is going to happen
 * @param model as asked for, {@code name} or {@code name@digest}
 * @param resolved the version it became
 * @param volumesMm3 by label name
 * @param device where the network ran
 * @param uncertainty maps by measure, where they were wished
 * @param notes what to know about the result
 * @param report scores for programs
 * @param page scores and pictures for people, an HTML document
 * @param table scores as CSV
 * @param pictures one per class, where they were wished
 * @param problem why it was rejected or failed; also why it could not be evaluated
 */
public record RequestView(
    String request,
    Optional<ScanId> scan,
    String state,
    boolean ended,
    Optional<Instant> requested,
    Instant updated,
    Optional<String> model,
    Optional<ModelRef> resolved,
    Optional<ArtifactRef> image,
    List<StageView> stages,
    Optional<String> device,
    Optional<ArtifactRef> segmentation,
    List<ArtifactRef> probabilities,
    Optional<ArtifactRef> manifest,
    Optional<ArtifactRef> overlay,
    Map<String, Double> volumesMm3,
    Optional<ArtifactRef> reference,
    Optional<ArtifactRef> report,
    List<Score> scores,
    Optional<Problem> problem,
    Map<String, ArtifactRef> uncertainty,
    List<String> notes,
    Optional<ArtifactRef> page,
    Optional<ArtifactRef> table,
    List<ArtifactRef> pictures) {}
