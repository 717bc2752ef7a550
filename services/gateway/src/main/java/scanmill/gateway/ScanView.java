package scanmill.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ImageFacts;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.problems.Problem;

/**
 * A scan and everything that was asked of it, newest request first.
 *
 * @param id the scan's name; for an upload that is no scan, the upload's id
 * @param state that of the newest request; without one {@code ingested} or {@code rejected}
 * @param problem why the upload was rejected
 */
public record ScanView(
    String id,
    Optional<ScanId> scan,
    Optional<UploadId> upload,
    String state,
    Optional<Instant> ingested,
    Instant updated,
    Optional<ArtifactRef> image,
    Optional<ImageFacts> facts,
    Optional<Problem> problem,
    List<RequestView> requests) {}
