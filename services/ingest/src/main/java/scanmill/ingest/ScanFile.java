package scanmill.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scanmill.datasets.PictureDepth;
import scanmill.datasets.ScanReader;
import scanmill.events.ImageFacts;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.StrictJson;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Picture;
import scanmill.volumes.PixelSize;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/** The check of a dropped file: nothing that cannot be read later gets past it. */
final class ScanFile {
  private ScanFile() {}

  /**
   * Reads a NIfTI file to its last voxel without keeping any, or decodes a picture.
   *
   * @param file a scratch copy; messages call it {@code scan.nii.gz}, since its own name says
   *     nothing to people
   * @throws BadInputException if it is damaged, cut off or neither, {@code picture-pixel-size} if
   *     neither a picture nor the JSON file beside it says how large its pixels are
   */
  static ImageFacts check(Path file) throws IOException {
    try {
      if (Picture.isNamed(file)) {
        Volume picture = ScanReader.picture(file, Optional.empty(), PictureDepth.AS_STORED);
        return facts(picture.grid(), "picture");
      }
      NiftiHeader header = Nifti.verify(file, Limits.DEFAULT);
      return facts(header.grid(), header.dataType().toString().toLowerCase(Locale.ROOT));
    } catch (BadInputException e) {
      Problem problem = e.problem();
      String scratch = file.getFileName().toString();
      int ending = scratch.indexOf('.');
      String shown = ending < 0 ? "scan" : "scan" + scratch.substring(ending);
      String what = problem.what().replace(scratch, shown);
      throw new BadInputException(new Problem(problem.code(), what, problem.remedy()), e);
    }
  }

  private static ImageFacts facts(Grid grid, String type) {
    GridShape shape = grid.shape();
    Spacing mm = grid.spacing();
    return new ImageFacts(
        List.of(shape.i(), shape.j(), shape.k()),
        List.of(mm.iMm(), mm.jMm(), mm.kMm()),
        grid.orientation().letters(),
        type);
  }

  /** What a JSON file beside a picture says of the size of its pixels, and nothing else. */
  static byte[] pixelSize(Path sidecar) throws IOException {
    JsonNode said = StrictJson.parse(Files.readAllBytes(sidecar), "the JSON file of the picture");
    ObjectNode size = JsonNodeFactory.instance.objectNode();
    for (String key : List.of(PixelSize.KEY, PixelSize.UNITS_KEY)) {
      if (said.has(key)) {
        size.set(key, said.get(key));
      }
    }
    return StrictJson.pretty(size).getBytes(StandardCharsets.UTF_8);
  }
}
