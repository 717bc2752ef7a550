package scanmill.volumes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * NIfTI-1 and NIfTI-2 files in and out: {@code .nii}, {@code .nii.gz} and pairs of {@code .hdr} and
 * {@code .img}, both byte orders, every scalar type.
 *
 * <p>Reading trusts nothing: whatever is wrong with a file ends in a {@link
 * scanmill.problems.BadInputException} whose code begins with {@code nifti-}, and memory is given
 * out only for voxels that can be there. Compression is recognised by content, not by name. Values
 * that are not finite are kept as they are; see {@link Volume#nonFiniteVoxels()}.
 *
 * <p>All methods can be called by many threads at once. Streams handed in are never closed. {@code
 * IOException} means that bytes could not be moved, not that they are wrong.
 *
 * <p>See Cox et al., "A (sort of) new image data format standard: NIfTI-1", 2004, and <a
 * href="https://nifti.nimh.nih.gov">nifti.nimh.nih.gov</a>.
 */
public final class Nifti {
  private Nifti() {}

  /** The checked header of a file; voxels are counted by the size of the file, not read. */
  public static NiftiHeader readHeader(Path path) throws IOException {
    try (NiftiInput input = NiftiInput.open(path, Limits.DEFAULT)) {
      return input.header();
    }
  }

  /**
   * The checked header at the start of a stream, which is read little further than the header.
   *
   * @param name what messages call the stream
   */
  public static NiftiHeader readHeader(InputStream in, String name) throws IOException {
    return NiftiInput.open(in, name, Limits.DEFAULT).header();
  }

  /** Intensities, scaled as the header says. */
  public static Volume readVolume(Path path) throws IOException {
    return readVolume(path, Limits.DEFAULT);
  }

  public static Volume readVolume(Path path, Limits limits) throws IOException {
    try (NiftiInput input = NiftiInput.open(path, limits)) {
      return new NiftiReader(input).volume();
    }
  }

  /**
   * @param name what messages call the stream
   */
  public static Volume readVolume(InputStream in, String name, Limits limits) throws IOException {
    return new NiftiReader(NiftiInput.open(in, name, limits)).volume();
  }

  /** Labels: whole numbers from 0 after scaling, else refused with {@code nifti-labels}. */
  public static LabelMap readLabels(Path path) throws IOException {
    return readLabels(path, Limits.DEFAULT);
  }

  public static LabelMap readLabels(Path path, Limits limits) throws IOException {
    try (NiftiInput input = NiftiInput.open(path, limits)) {
      return new NiftiReader(input).labels();
    }
  }

  /**
   * @param name what messages call the stream
   */
  public static LabelMap readLabels(InputStream in, String name, Limits limits) throws IOException {
    return new NiftiReader(NiftiInput.open(in, name, limits)).labels();
  }

  /** One channel per class, classes along the one axis beyond the third; 3D is one class. */
  public static ProbabilityMap readProbabilities(Path path) throws IOException {
    return readProbabilities(path, Limits.DEFAULT);
  }

  public static ProbabilityMap readProbabilities(Path path, Limits limits) throws IOException {
    try (NiftiInput input = NiftiInput.open(path, limits)) {
      return new NiftiReader(input).probabilities();
    }
  }

  /**
   * @param name what messages call the stream
   */
  public static ProbabilityMap readProbabilities(InputStream in, String name, Limits limits)
      throws IOException {
    return new NiftiReader(NiftiInput.open(in, name, limits)).probabilities();
  }

  /**
   * Reads a whole file to its last voxel and checksum without keeping any: what cannot be read
   * later is refused now. Needs no memory to speak of.
   *
   * @param name what messages call the stream
   */
  public static NiftiHeader verify(InputStream in, String name, Limits limits) throws IOException {
    NiftiInput input = NiftiInput.open(in, name, limits);
    new NiftiReader(input).verify();
    return input.header();
  }

  public static NiftiHeader verify(Path path, Limits limits) throws IOException {
    try (NiftiInput input = NiftiInput.open(path, limits)) {
      new NiftiReader(input).verify();
      return input.header();
    }
  }

  /**
   * Writes with a header made from the grid alone; see {@link #write(Path, Voxels, NiftiHeader)}.
   */
  public static void write(Path path, Voxels voxels) throws IOException {
    write(path, voxels, NiftiHeader.of(voxels.grid()));
  }

  /**
   * Writes {@code .nii}, {@code .nii.gz}, or {@code .hdr} and {@code .img} (each also with {@code
   * .gz}), as the name says. The file appears whole or not at all. Same voxels, same bytes.
   *
   * <p>A volume is stored as 32-bit floats, a label map as the smallest unsigned integers that hold
   * it, probabilities as 32-bit floats with the classes as fourth axis.
   *
   * @param like whose version, byte order, codes, sform, qform, description, intent and extensions
   *     are repeated to the bit; if its voxels lie elsewhere (by a thousandth of a voxel), geometry
   *     comes from the voxels' grid instead
   * @throws IllegalArgumentException if a label is negative
   */
  public static void write(Path path, Voxels voxels, NiftiHeader like) throws IOException {
    NiftiWriter.of(voxels, like).write(path);
  }

  /**
   * Writes a volume in another type than 32-bit floats, unscaled; integers are rounded.
   *
   * @throws IllegalArgumentException if an intensity cannot be stored in that type
   */
  public static void write(Path path, Volume volume, NiftiHeader like, DataType stored)
      throws IOException {
    new NiftiWriter(volume, like, stored).write(path);
  }

  /**
   * Writes one file to a stream and leaves the stream open.
   *
   * @param name decides by its ending whether to compress, {@code .gz} or not
   */
  public static void write(OutputStream out, String name, Voxels voxels, NiftiHeader like)
      throws IOException {
    NiftiWriter.of(voxels, like).write(out, compressed(name));
  }

  static boolean compressed(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gz");
  }
}
