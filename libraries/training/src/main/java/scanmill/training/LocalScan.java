package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PictureDepth;
import scanmill.datasets.ScanReader;
import scanmill.datasets.SourceFiles;
import scanmill.transforms.Sample;
import scanmill.volumes.ProbabilityMap;

/** A scan whose files are on this machine until it is done with. For one thread. */
final class LocalScan {
  private final BidsScan scan;
  private final SourceFiles files;
  private final List<Path> here;

  private LocalScan(BidsScan scan, SourceFiles files, List<Path> here) {
    this.scan = scan;
    this.files = files;
    this.here = here;
  }

  /** Brings the files here. */
  static LocalScan of(BidsScan scan, SourceFiles files) throws IOException {
    Map<Path, Path> here = new HashMap<>();
    for (Path file : scan.files()) {
      here.put(file, files.local(file));
    }
    List<List<Optional<Path>>> truths = new ArrayList<>();
    for (List<Optional<Path>> rater : scan.truths()) {
      truths.add(rater.stream().map(file -> file.map(here::get)).toList());
    }
    BidsScan local =
        new BidsScan(
            scan.id(),
            scan.channels().stream().map(file -> file.map(here::get)).toList(),
            truths,
            scan.roi().map(here::get),
            scan.metadata());
    return new LocalScan(local, files, List.copyOf(here.values()));
  }

  /** See {@link ScanReader#read}. */
  Sample read(PictureDepth pictures) throws IOException {
    return ScanReader.read(scan, pictures);
  }

  /** What the raters of a scan that was read say together. */
  ProbabilityMap truth(Sample read, Config config) {
    return Raters.agreed(
        read.truth().orElseThrow(), scan.truths().size(), config.loaderParameters().softGt());
  }

  /** The first image that is there. */
  Path image() {
    return scan.image();
  }

  void done() throws IOException {
    for (Path file : here) {
      files.done(file);
    }
  }
}
