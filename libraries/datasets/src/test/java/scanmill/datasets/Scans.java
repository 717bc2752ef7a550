package scanmill.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scanmill.ids.ScanId;

/** Scans without files, for tests of what is written about them. */
final class Scans {
  private Scans() {}

  static BidsScan of(String subject, String contrast, Map<String, String> more) {
    ScanId id = ScanId.of(subject, contrast);
    Map<String, String> metadata = new TreeMap<>(more);
    metadata.put("participant_id", "sub-" + subject);
    return BidsScan.of(id, Path.of("sub-" + subject, "anat", id + ".nii.gz"), List.of(), metadata);
  }
}
