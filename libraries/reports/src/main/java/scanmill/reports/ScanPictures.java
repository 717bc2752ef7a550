package scanmill.reports;

import java.io.IOException;
import java.util.Optional;

/** Pictures of scans, made when they are asked for: only the worst scans of a report are shown. */
@FunctionalInterface
public interface ScanPictures {
  /** There are none. */
  ScanPictures NONE = imageId -> Optional.empty();

  /** A PNG of one scan, such as {@link DifferencePicture} makes it. */
  Optional<byte[]> png(String imageId) throws IOException;
}
