package scanmill.events;

import java.util.Optional;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.problems.Problem;

/** The scan can never be prepared for this model; a person must act. */
public record SampleRejected(
    String request, Optional<ScanId> scan, Optional<UploadId> upload, Problem problem)
    implements Event {
  @Override
  public String key() {
    return scan.map(ScanId::toString).orElse(request);
  }
}
