package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import scanmill.specs.StrictJson;
import scanmill.transforms.History;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/**
 * What there is to know of a prepared scan without reading its voxels, {@code <source16>.json}.
 *
 * <p>The voxels' file holds, little-endian, i fastest: the channels as float32; the truth, all
 * classes of the first rater first, as float32, or as bytes where it is {@code binary}; the region
 * of interest as bytes, if there is one; and for each class the positions of some of its voxels in
 * the grid as int32, for patches around them.
 *
 * @param format {@link #FORMAT}
 * @param bytes of the voxels' file
 * @param sha256 of the voxels' file
 * @param shape i, j, k
 * @param affine voxel to world, row-major, 12 numbers
 * @param history how the scan was prepared
 * @param files role and content of every file that it was made from, {@code "image 0 <sha256>"}
 * @param present for each channel whether it has a file; one that has none is 0 everywhere
 * @param raters who drew at least one class; 0 without classes
 * @param binary whether the truth is 0 or 1 everywhere, in one byte each
 * @param region whether a region of interest is kept
 * @param slices of the oriented scan before anything else was done; none for 3 dimensions
 * @param regionVoxels for each of them the voxels of the region; none without a region
 * @param windows of the plan's tiling over the prepared grid, in its order
 * @param moments for each channel
 * @param foreground how many positions of each class are kept
 * @param warnings what a person should know, a sentence each
 */
public record PreparedFacts(
    String format,
    PreparedKey key,
    long bytes,
    String sha256,
    List<Integer> shape,
    List<Double> affine,
    History history,
    List<String> files,
    List<Boolean> present,
    int raters,
    int classes,
    boolean binary,
    boolean region,
    Marks slices,
    List<Integer> regionVoxels,
    Marks windows,
    List<Moments> moments,
    List<Integer> foreground,
    List<String> warnings) {

  /** Changes whenever bytes or facts would be made in another way. */
  public static final String FORMAT = "scanmill-prepared-1";

  public PreparedFacts {
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException("format is " + FORMAT + "; it is " + format);
    }
    if (shape.size() != 3 || affine.size() != 12) {
      throw new IllegalArgumentException("shape has 3 numbers and affine 12");
    }
    shape = List.copyOf(shape);
    affine = List.copyOf(affine);
    files = List.copyOf(files);
    present = List.copyOf(present);
    regionVoxels = List.copyOf(regionVoxels);
    moments = List.copyOf(moments);
    foreground = List.copyOf(foreground);
    warnings = List.copyOf(warnings);
    if (!regionVoxels.isEmpty() && slices.size() > 0 && regionVoxels.size() != slices.size()) {
      throw new IllegalArgumentException("region_voxels has one number per slice");
    }
  }

  /** Number of channels. */
  public int channels() {
    return present.size();
  }

  /** Where the prepared voxels lie. */
  public Grid grid() {
    return new Grid(
        new GridShape(shape.get(0), shape.get(1), shape.get(2)),
        Affine.of(affine.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  static List<Integer> shape(Grid grid) {
    return List.of(grid.shape().i(), grid.shape().j(), grid.shape().k());
  }

  static List<Double> affine(Grid grid) {
    return Arrays.stream(grid.affine().rowMajor()).boxed().toList();
  }

  /** As text, for {@code <source16>.json}. */
  public String json() {
    return StrictJson.pretty(StrictJson.write(this));
  }

  /**
   * @param where a file name; begins every message
   * @throws scanmill.problems.BadInputException if it is anything but what {@link #json} writes
   */
  public static PreparedFacts parse(byte[] json, String where) {
    JsonNode node = StrictJson.parse(json, where);
    return StrictJson.read(node, PreparedFacts.class, where);
  }

  /** Reads a file; see {@link #parse}. */
  public static PreparedFacts read(Path file) throws IOException {
    return parse(Files.readAllBytes(file), String.valueOf(file.getFileName()));
  }
}
