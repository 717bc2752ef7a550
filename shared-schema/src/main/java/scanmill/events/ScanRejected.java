package scanmill.events;

import java.util.Optional;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.problems.Problem;

/** This upload is not a scan that can be used; a person must act. */
public record ScanRejected(UploadId upload, Optional<ScanId> scan, Problem problem)
    implements Event {
  @Override
  public String key() {
    return scan.map(ScanId::toString).orElse(upload.toString());
  }
}
