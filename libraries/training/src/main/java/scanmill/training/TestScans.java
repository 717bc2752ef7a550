package scanmill.training;

import java.util.List;
import java.util.Optional;
import scanmill.datasets.BidsScan;
import scanmill.datasets.Conditioning;
import scanmill.models.SideFacts;

/**
 * What a model is tested on.
 *
 * @param conditioning what its network is told of a scan beside the image; empty for most networks
 */
record TestScans(List<BidsScan> scans, Optional<Conditioning> conditioning) {
  TestScans {
    scans = List.copyOf(scans);
  }

  /** What the network can be told of one of them beside its image. */
  SideFacts facts(BidsScan scan) {
    return new SideFacts(
        conditioning.map(by -> by.conditions(scan)).orElse(List.of()),
        scan.channels().stream().map(Optional::isPresent).toList());
  }
}
