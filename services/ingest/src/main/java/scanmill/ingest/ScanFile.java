package scanmill.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import scanmill.events.ImageFacts;
import scanmill.volumes.GridShape;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Spacing;

/** The check of a dropped file: nothing that cannot be read later gets past it. */
final class ScanFile {
  private ScanFile() {}

  /**
   * Reads a NIfTI file to its last voxel without keeping any.
   *
   * @param file whose name appears in messages
   * @throws scanmill.problems.BadInputException if it is damaged, cut off or no NIfTI file
   */
  static ImageFacts check(Path file) throws IOException {
    NiftiHeader header = Nifti.verify(file, Limits.DEFAULT);
    GridShape shape = header.grid().shape();
    Spacing mm = header.grid().spacing();
    return new ImageFacts(
        List.of(shape.i(), shape.j(), shape.k()),
        List.of(mm.iMm(), mm.jMm(), mm.kMm()),
        header.grid().orientation().letters(),
        header.dataType().toString().toLowerCase(Locale.ROOT));
  }
}
