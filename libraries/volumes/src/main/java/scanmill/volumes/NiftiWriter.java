package scanmill.volumes;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Voxels on their way into a file, encoded through a small buffer. */
final class NiftiWriter {
  private static final int CHUNK = 8192;
  private static final int LEVEL = 4; // a third of the time of level 6 for a few per cent of size

  private final Voxels voxels;
  private final NiftiHeader like;
  private final DataType stored;

  NiftiWriter(Voxels voxels, NiftiHeader like, DataType stored) {
    this.voxels = voxels;
    this.like = like;
    this.stored = stored;
  }

  static NiftiWriter of(Voxels voxels, NiftiHeader like) {
    return new NiftiWriter(
        voxels,
        like,
        voxels instanceof LabelMap labels ? DataType.forLabels(largest(labels)) : DataType.FLOAT32);
  }

  private static int largest(LabelMap labels) {
    int largest = 0;
    for (int label : labels.data()) {
      if (label < 0) {
        throw new IllegalArgumentException("Labels are not negative; found " + label);
      }
      largest = Math.max(largest, label);
    }
    return largest;
  }

  void write(Path path) throws IOException {
    NiftiFiles files = NiftiFiles.toWrite(path);
    if (files.voxels().isPresent()) {
      NiftiHeader header = header(false);
      whole(files.voxels().get(), this::writeVoxels);
      whole(files.header(), out -> writeHeader(out, header));
    } else {
      whole(path, this::writeSingle);
    }
  }

  void write(OutputStream out, boolean compressed) throws IOException {
    if (compressed) {
      Gzip gzip = new Gzip(out);
      writeSingle(gzip);
      gzip.finish();
    } else {
      writeSingle(out);
    }
    out.flush();
  }

  private NiftiHeader header(boolean single) {
    int channels = voxels instanceof ProbabilityMap map ? map.classes() : 1;
    return like.storing(voxels.grid(), channels, stored, single);
  }

  private void writeSingle(OutputStream out) throws IOException {
    writeHeader(out, header(true));
    writeVoxels(out);
  }

  private static void writeHeader(OutputStream out, NiftiHeader header) throws IOException {
    out.write(header.raw());
    out.write(header.rawExtensions());
  }

  private void writeVoxels(OutputStream out) throws IOException {
    if (voxels instanceof Volume volume) {
      writeFloats(out, volume.data());
    } else if (voxels instanceof LabelMap labels) {
      writeLabels(out, labels.data());
    } else if (voxels instanceof ProbabilityMap map) {
      for (int c = 0; c < map.classes(); c++) {
        writeFloats(out, map.channel(c));
      }
    }
  }

  private void writeFloats(OutputStream out, float[] data) throws IOException {
    ByteBuffer buffer = buffer();
    for (float value : data) {
      stored.encode(value, buffer);
      drainFull(buffer, out);
    }
    drain(buffer, out);
  }

  private void writeLabels(OutputStream out, int[] data) throws IOException {
    ByteBuffer buffer = buffer();
    for (int label : data) {
      stored.encode(label, buffer);
      drainFull(buffer, out);
    }
    drain(buffer, out);
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocate(CHUNK * stored.bytes()).order(like.byteOrder());
  }

  private static void drainFull(ByteBuffer buffer, OutputStream out) throws IOException {
    if (!buffer.hasRemaining()) {
      drain(buffer, out);
    }
  }

  private static void drain(ByteBuffer buffer, OutputStream out) throws IOException {
    out.write(buffer.array(), buffer.arrayOffset(), buffer.position());
    buffer.clear();
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Beside the file first, then in its place. */
  private static void whole(Path path, Content content) throws IOException {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path part = path.resolveSibling(NiftiFiles.fileName(path) + ".part");
    try {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        if (Nifti.compressed(NiftiFiles.fileName(path))) {
          Gzip gzip = new Gzip(file);
          content.writeTo(gzip);
          gzip.finish();
        } else {
          content.writeTo(file);
        }
      }
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * No name, no time: same content, same bytes. In noise, such as the last digits of probabilities,
   * nothing that came before comes again: not to look for it takes a third of the time for the same
   * size.
   */
  private static final class Gzip extends GZIPOutputStream {
    private static final int WORD = Float.BYTES;
    private static final int FEW = 16;

    Gzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(LEVEL);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      def.setStrategy(
          isNoise(bytes, from, length) ? Deflater.HUFFMAN_ONLY : Deflater.DEFAULT_STRATEGY);
      super.write(bytes, from, length);
    }

    /** Of floats nearly all of which differ from the one before in their last and middle digits. */
    private static boolean isNoise(byte[] bytes, int from, int length) {
      int equal = 0;
      for (int at = from + WORD; at + WORD <= from + length; at += WORD) {
        boolean last = bytes[at] == bytes[at - WORD] || bytes[at] == 0;
        boolean middle = bytes[at + 1] == bytes[at + 1 - WORD] || bytes[at + 1] == 0;
        equal += last || middle ? 1 : 0;
      }
      return length >= CHUNK * WORD && equal < length / WORD / FEW;
    }
  }
}
