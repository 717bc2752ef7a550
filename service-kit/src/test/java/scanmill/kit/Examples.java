package scanmill.kit;

import java.util.List;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ImageFacts;
import scanmill.events.ScanIngested;
import scanmill.events.SegmentationRequested;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/** Events to hear and tell. */
final class Examples {
  private Examples() {}

  static ScanIngested ingested(String subject) {
    return new ScanIngested(
        ScanId.of(subject, "T2w"),
        new ArtifactRef("scanmill", "raw/ab/abc.nii.gz", "ab".repeat(32), 1234),
        new UploadId("0123456789abcdef0123456789abcdef"),
        new ImageFacts(List.of(64, 64, 20), List.of(0.5, 0.5, 5.0), "RPI", "int16"));
  }

  static SegmentationRequested requested(String subject) {
    return new SegmentationRequested(
        Optional.of(ScanId.of(subject, "T2w")),
        scanmill.events.ObjectLocation.of("raw/ab/abc.nii.gz"),
        ModelId.latest("spine"),
        Optional.empty(),
        Optional.empty());
  }
}
