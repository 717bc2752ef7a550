package scanmill.volumes;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import scanmill.problems.BadInputException;

/**
 * An opened NIfTI file: its header is read and checked against limits and size, and {@code voxels}
 * stands at the first voxel.
 *
 * @param sized whether the bytes that are there suffice for the voxels claimed, as far as that can
 *     be known beforehand; if not, memory is given out only as voxels arrive
 */
record NiftiInput(NiftiHeader header, InputStream voxels, String name, Limits limits, boolean sized)
    implements Closeable {
  /** Extensions are held in memory, and no known one is larger. */
  static final int MOST_EXTENSION_BYTES = 16 << 20;

  private static final int DEFLATE_LIMIT = 1040; // deflate reaches 1032 : 1

  static NiftiInput open(Path path, Limits limits) throws IOException {
    NiftiFiles files = NiftiFiles.of(path);
    if (files.voxels().isPresent() && !Files.exists(files.header())) {
      throw lonely(NiftiFiles.fileName(path));
    }
    InputStream raw = Files.newInputStream(files.header());
    try {
      return open(raw, OptionalLong.of(Files.size(files.header())), files, limits);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static NiftiInput open(
      InputStream raw, OptionalLong size, NiftiFiles files, Limits limits) throws IOException {
    String name = files.name();
    Unpacked file = unpack(raw, name, limits);
    NiftiHeader header = readHeader(file.stream(), name);
    if (!header.pair()) {
      return checked(header, file, size, name, limits);
    }
    Path voxels = files.voxels().filter(Files::exists).orElseThrow(() -> lonely(name));
    file.stream().close();
    InputStream rawVoxels = Files.newInputStream(voxels);
    try {
      Unpacked second = unpack(rawVoxels, name, limits);
      second.stream().skipNBytes(header.voxOffset());
      return checked(header, second, OptionalLong.of(Files.size(voxels)), name, limits);
    } catch (EOFException e) {
      throw truncated(name, header.voxOffset() + header.voxelBytes(), Files.size(voxels));
    } catch (IOException | RuntimeException e) {
      rawVoxels.close();
      throw e;
    }
  }

  /** The stream is read as far as needed; closing this closes it. */
  static NiftiInput open(InputStream raw, String name, Limits limits) throws IOException {
    Unpacked file = unpack(raw, name, limits);
    NiftiHeader header = readHeader(file.stream(), name);
    if (header.pair()) {
      throw lonely(name);
    }
    return checked(header, file, OptionalLong.empty(), name, limits);
  }

  private static BadInputException lonely(String name) {
    return BadInputException.of(
        "nifti-pair",
        "A .hdr and an .img file that belong together must both be there; " + name + " is alone.",
        "Put the other beside it, or convert the pair to a single .nii.gz file.");
  }

  private record Unpacked(InputStream stream, boolean compressed) {}

  private static Unpacked unpack(InputStream raw, String name, Limits limits) throws IOException {
    // Not a SequenceInputStream: that closes what it read to the end.
    PushbackInputStream whole = new PushbackInputStream(raw, 2);
    byte[] start = whole.readNBytes(2);
    whole.unread(start);
    boolean gzip = start.length == 2 && (start[0] & 0xFF) == 0x1f && (start[1] & 0xFF) == 0x8b;
    return new Unpacked(gzip ? new GzipStream(whole, name, limits) : whole, gzip);
  }

  private static NiftiInput checked(
      NiftiHeader header, Unpacked file, OptionalLong size, String name, Limits limits) {
    long values = header.grid().shape().voxels() * header.channels();
    if (values > limits.maxVoxels() || header.grid().shape().voxels() > Limits.ARRAY_LIMIT) {
      throw BadInputException.of(
          "nifti-too-large",
          "An image must have at most "
              + limits.maxVoxels()
              + " voxels; "
              + name
              + " claims "
              + values
              + ".",
          "Crop or resample the image, or raise the limit.");
    }
    long needed = header.voxOffset() + header.voxelBytes();
    if (needed > limits.maxBytes()) {
      throw BadInputException.of(
          "nifti-too-large",
          "An image must have at most "
              + limits.maxBytes()
              + " bytes; "
              + name
              + " claims "
              + needed
              + ".",
          "Crop or resample the image, or raise the limit.");
    }
    if (size.isPresent()) {
      long most = size.getAsLong() * (file.compressed() ? DEFLATE_LIMIT : 1);
      if (most < needed) {
        throw truncated(name, needed, size.getAsLong());
      }
    }
    return new NiftiInput(header, file.stream(), name, limits, size.isPresent());
  }

  static BadInputException truncated(String name, long needed, long found) {
    return BadInputException.of(
        "nifti-truncated",
        "By its header " + name + " must hold " + needed + " bytes; it ends after " + found + ".",
        "Copy or export the file again.");
  }

  private static NiftiHeader readHeader(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(4);
    if (start.length < 4) {
      throw truncated(name, NiftiBytes.length(1), start.length);
    }
    ByteBuffer length = ByteBuffer.wrap(start);
    for (int version = 1; version <= 2; version++) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        if (length.order(order).getInt(0) == NiftiBytes.length(version)) {
          return readHeader(in, start, version, order, name);
        }
      }
    }
    throw NotNifti.problem(name, join(start, in.readNBytes(256)));
  }

  private static NiftiHeader readHeader(
      InputStream in, byte[] start, int version, ByteOrder order, String name) throws IOException {
    int length = NiftiBytes.length(version);
    byte[] raw = join(start, in.readNBytes(length - 4));
    if (raw.length < length) {
      throw truncated(name, length, raw.length);
    }
    NiftiBytes bytes = new NiftiBytes(version, raw, order);
    if (!bytes.singleFile() && !bytes.pair()) {
      throw NotNifti.analyze(name);
    }
    NiftiHeader bare = NiftiHeader.read(bytes, new byte[0], name);
    int most = bare.pair() ? MOST_EXTENSION_BYTES : (int) bare.voxOffset() - length;
    byte[] between = in.readNBytes(most);
    if (!bare.pair() && between.length < most) {
      throw truncated(name, bare.voxOffset(), (long) length + between.length);
    }
    return NiftiHeader.read(bytes, between, name);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Override
  public void close() throws IOException {
    voxels.close();
  }
}
