package scanmill.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The derivatives that belong to one image; see {@link BidsScan}. */
record LabelsOfScan(List<List<Optional<Path>>> truths, Optional<Path> roi) {
  static final LabelsOfScan NONE = new LabelsOfScan(List.of(), Optional.empty());
}
