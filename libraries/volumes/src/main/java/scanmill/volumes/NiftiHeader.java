package scanmill.volumes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import scanmill.problems.BadInputException;

/**
 * What a NIfTI file says about itself, checked: a header that exists can be trusted.
 *
 * <p>Keeps every byte of the original, so that a file written <i>like</i> this one repeats codes,
 * sform, qform, description, intent and extensions exactly. Immutable.
 */
public final class NiftiHeader {
  private final NiftiBytes bytes;
  private final byte[] extensions; // everything between the header and the voxels
  private final List<Integer> dims;
  private final DataType dataType;
  private final Grid grid;
  private final long voxOffset;

  /**
   * @param extensions everything between the header and the voxels, the four flag bytes first; may
   *     be empty
   */
  private NiftiHeader(NiftiBytes bytes, byte[] extensions, String name) {
    this.bytes = bytes;
    this.extensions = extensions;
    this.dims = NiftiDims.read(bytes, name);
    this.dataType = dataType(bytes, name);
    this.voxOffset = voxOffset(bytes, name);
    GridShape shape = new GridShape(axis(dims, 1), axis(dims, 2), axis(dims, 3));
    this.grid = new Grid(shape, NiftiGeometry.read(bytes, shape, name));
  }

  /** A header with neither history nor extensions: NIfTI-1, little endian, scanner coordinates. */
  public static NiftiHeader of(Grid grid) {
    boolean long1 =
        Math.max(grid.shape().i(), Math.max(grid.shape().j(), grid.shape().k())) > 32767;
    return of(grid, long1 ? 2 : 1, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @param version 1 or 2; 1 holds at most 32767 voxels along an axis
   */
  public static NiftiHeader of(Grid grid, int version, ByteOrder order) {
    if (version != 1 && version != 2) {
      throw new IllegalArgumentException("NIfTI has versions 1 and 2; found " + version);
    }
    NiftiBytes bytes = NiftiBytes.empty(version, order);
    bytes.setMagic(true);
    NiftiDims.write(bytes, grid.shape(), 1);
    NiftiGeometry.write(bytes, grid, 1);
    store(bytes, DataType.FLOAT32, NiftiBytes.length(version) + 4);
    return new NiftiHeader(bytes, new byte[4], "a new header");
  }

  static NiftiHeader read(NiftiBytes bytes, byte[] extensions, String name) {
    return new NiftiHeader(bytes, extensions, name);
  }

  /**
   * The header of a file that holds other values than this one, everything else alike.
   *
   * @param single header and voxels in one file
   */
  NiftiHeader storing(Grid as, int channels, DataType type, boolean single) {
    NiftiBytes other = sameGrid(as) ? bytes.copy() : moved(as);
    byte[] kept = extensions().isEmpty() ? new byte[4] : extensions;
    other.setMagic(single);
    NiftiDims.write(other, as.shape(), channels);
    store(other, type, single ? NiftiBytes.length(other.version()) + kept.length : 0);
    return new NiftiHeader(other, kept, "a new header");
  }

  /** Whether files with these values repeat this header's geometry to the bit. */
  private boolean sameGrid(Grid other) {
    Spacing spacing = grid.spacing();
    double smallest = Math.min(spacing.iMm(), Math.min(spacing.jMm(), spacing.kMm()));
    return grid.alignedWith(other, smallest / 1000);
  }

  private NiftiBytes moved(Grid to) {
    boolean fits = Math.max(to.shape().i(), Math.max(to.shape().j(), to.shape().k())) <= 32767;
    NiftiBytes fresh = of(to, fits ? version() : 2, byteOrder()).bytes;
    int code = sformCode() > 0 ? sformCode() : qformCode() > 0 ? qformCode() : 1;
    NiftiGeometry.write(fresh, to, code);
    fresh.set(NiftiField.INTENT_CODE, 0, intentCode());
    fresh.copyText(NiftiField.INTENT_NAME, 16, bytes);
    fresh.copyText(NiftiField.DESCRIP, 80, bytes);
    return fresh;
  }

  private static void store(NiftiBytes bytes, DataType type, int voxOffset) {
    bytes.set(NiftiField.DATATYPE, 0, type.code());
    bytes.set(NiftiField.BITPIX, 0, 8 * type.bytes());
    bytes.set(NiftiField.VOX_OFFSET, 0, voxOffset);
    bytes.set(NiftiField.SCL_SLOPE, 0, 1);
    bytes.set(NiftiField.SCL_INTER, 0, 0);
    bytes.set(NiftiField.CAL_MAX, 0, 0);
    bytes.set(NiftiField.CAL_MIN, 0, 0);
  }

  /** 1 or 2. */
  public int version() {
    return bytes.version();
  }

  public ByteOrder byteOrder() {
    return bytes.order();
  }

  /** Voxels along each axis as stored, trailing ones included; one to seven numbers. */
  public List<Integer> dims() {
    return dims;
  }

  private static int axis(List<Integer> dims, int axis) {
    return axis <= dims.size() ? dims.get(axis - 1) : 1;
  }

  /** Volumes in the file: the product of all axes beyond the third. */
  public long channels() {
    return dims.stream().skip(3).mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  public DataType dataType() {
    return dataType;
  }

  /** Where the voxels of each channel lie, RAS+ millimetres. */
  public Grid grid() {
    return grid;
  }

  /** What stored values are multiplied with; 1 where the file says nothing usable. */
  public double slope() {
    double slope = bytes.real(NiftiField.SCL_SLOPE, 0);
    return scaled() ? slope : 1;
  }

  /** What is added after that; 0 where the file says nothing usable. */
  public double inter() {
    return scaled() ? bytes.real(NiftiField.SCL_INTER, 0) : 0;
  }

  private boolean scaled() {
    double slope = bytes.real(NiftiField.SCL_SLOPE, 0);
    return slope != 0
        && Double.isFinite(slope)
        && Double.isFinite(bytes.real(NiftiField.SCL_INTER, 0));
  }

  /** 0 if there is no quaternion, else what it refers to. */
  public int qformCode() {
    return (int) bytes.whole(NiftiField.QFORM_CODE, 0);
  }

  /** 0 if there is no matrix, else what it refers to. */
  public int sformCode() {
    return (int) bytes.whole(NiftiField.SFORM_CODE, 0);
  }

  public int intentCode() {
    return (int) bytes.whole(NiftiField.INTENT_CODE, 0);
  }

  /** Free text, up to 80 bytes; may hold patient text, never log it. */
  public String description() {
    return bytes.text(NiftiField.DESCRIP, 80);
  }

  /** Well-formed extensions in the order of the file. */
  public List<NiftiExtension> extensions() {
    List<NiftiExtension> found = new ArrayList<>();
    if (extensions.length < 4 || extensions[0] == 0) {
      return found;
    }
    ByteBuffer rest = ByteBuffer.wrap(extensions).order(byteOrder()).position(4);
    while (rest.remaining() >= 8) {
      int size = rest.getInt();
      int code = rest.getInt();
      if (size < 8 || size - 8 > rest.remaining()) {
        break;
      }
      byte[] content = new byte[size - 8];
      rest.get(content);
      found.add(new NiftiExtension(code, ByteBuffer.wrap(content)));
    }
    return found;
  }

  /** Where the voxels begin, in bytes from the start of the file that holds them. */
  public long voxOffset() {
    return voxOffset;
  }

  /** Bytes of all stored voxels. */
  public long voxelBytes() {
    return Math.multiplyExact(
        Math.multiplyExact(grid.shape().voxels(), channels()), (long) dataType.bytes());
  }

  /** Header and voxels in two files. */
  boolean pair() {
    return bytes.pair();
  }

  /** The header as stored, not a copy. */
  byte[] raw() {
    return bytes.array();
  }

  /** What lies between header and voxels, not a copy. */
  byte[] rawExtensions() {
    return extensions;
  }

  private static DataType dataType(NiftiBytes bytes, String name) {
    int code = (int) bytes.whole(NiftiField.DATATYPE, 0);
    return DataType.of(code)
        .orElseThrow(
            () ->
                BadInputException.of(
                    "nifti-datatype",
                    "Voxels must be 8 to 64-bit integers or 32 or 64-bit floats; "
                        + name
                        + " stores "
                        + DataType.nameOf(code)
                        + ".",
                    "Convert the file to single numbers per voxel."));
  }

  private static long voxOffset(NiftiBytes bytes, String name) {
    double offset = bytes.real(NiftiField.VOX_OFFSET, 0);
    long first = bytes.pair() ? 0 : NiftiBytes.length(bytes.version()) + 4L;
    if (!(offset >= first && offset <= first + NiftiInput.MOST_EXTENSION_BYTES)
        || offset != Math.rint(offset)) {
      throw BadInputException.of(
          "nifti-offset",
          "Voxels must begin at a whole number of bytes from "
              + first
              + " to "
              + (first + NiftiInput.MOST_EXTENSION_BYTES)
              + "; "
              + name
              + " says "
              + offset
              + ".",
          "Export the file again; its header is damaged.");
    }
    return (long) offset;
  }

  /** The shape of the file, without its texts. */
  @Override
  public String toString() {
    return "NIfTI-" + version() + " " + dims + " " + dataType + " " + grid.orientation();
  }
}
