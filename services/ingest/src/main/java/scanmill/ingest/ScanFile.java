package scanmill.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import scanmill.events.ImageFacts;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
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
   * @param file a scratch copy; messages call it {@code scan.nii.gz}, since its own name says
   *     nothing to people
   * @throws BadInputException if it is damaged, cut off or no NIfTI file
   */
  static ImageFacts check(Path file) throws IOException {
    NiftiHeader header = header(file);
    GridShape shape = header.grid().shape();
    Spacing mm = header.grid().spacing();
    return new ImageFacts(
        List.of(shape.i(), shape.j(), shape.k()),
        List.of(mm.iMm(), mm.jMm(), mm.kMm()),
        header.grid().orientation().letters(),
        header.dataType().toString().toLowerCase(Locale.ROOT));
  }

  private static NiftiHeader header(Path file) throws IOException {
    try {
      return Nifti.verify(file, Limits.DEFAULT);
    } catch (BadInputException e) {
      Problem problem = e.problem();
      String scratch = file.getFileName().toString();
      int ending = scratch.indexOf('.');
      String shown = ending < 0 ? "scan" : "scan" + scratch.substring(ending);
      String what = problem.what().replace(scratch, shown);
      throw new BadInputException(new Problem(problem.code(), what, problem.remedy()), e);
    }
  }
}
