package scanmill.events;

import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/** This scan is known, readable, and lies there. */
public record ScanIngested(ScanId scan, ArtifactRef image, UploadId upload, ImageFacts facts)
    implements Event {
  @Override
  public String key() {
    return scan.toString();
  }
}
