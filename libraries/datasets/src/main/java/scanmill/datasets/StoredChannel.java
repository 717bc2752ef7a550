package scanmill.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import scanmill.volumes.GridShape;
import scanmill.volumes.Window;

/**
 * The values of one channel of a prepared scan, on the heap or in a mapped file of little-endian
 * float32. Safe for reading by many threads.
 */
final class StoredChannel {
  private static final int BUFFER_BYTES = 1 << 16;

  /** A mapping holds less than 2 GiB, so a large channel has several. */
  private static final int DEFAULT_PIECE = 1 << 28;

  private final GridShape shape;
  private final List<FloatBuffer> pieces;
  private final int slicesPerPiece;

  private StoredChannel(GridShape shape, List<FloatBuffer> pieces, int slicesPerPiece) {
    this.shape = shape;
    this.pieces = pieces;
    this.slicesPerPiece = slicesPerPiece;
  }

  /** Keeps the array itself. */
  static StoredChannel onHeap(GridShape shape, float[] data) {
    return new StoredChannel(shape, List.of(FloatBuffer.wrap(data)), shape.k());
  }

  /** Writes the array to a file, which must not be there yet, and maps it. */
  static StoredChannel inFile(GridShape shape, float[] data, Path file) throws IOException {
    return inFile(shape, data, file, DEFAULT_PIECE);
  }

  /**
   * @param piece most values of one mapping, unless a slice is larger
   */
  static StoredChannel inFile(GridShape shape, float[] data, Path file, int piece)
      throws IOException {
    int slice = shape.i() * shape.j();
    int slices = Math.max(1, piece / slice);
    List<FloatBuffer> pieces = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      write(data, channel);
      for (int k = 0; k < shape.k(); k += slices) {
        long from = 4L * slice * k;
        long length = 4L * slice * Math.min(slices, shape.k() - k);
        pieces.add(
            channel
                .map(FileChannel.MapMode.READ_ONLY, from, length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer());
      }
    }
    return new StoredChannel(shape, pieces, slices);
  }

  private static void write(float[] data, FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int most = BUFFER_BYTES / 4;
    for (int from = 0; from < data.length; from += most) {
      int count = Math.min(most, data.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(data, from, count);
      buffer.limit(4 * count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /** A copy of the values in a window; what lies beyond the grid is 0. */
  float[] cut(Window window) {
    GridShape box = window.shape();
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    float[] out = new float[box.length()];
    if (spanI < 1) {
      return out;
    }
    for (int k = 0; k < spanK; k++) {
      int slice = window.k() + k;
      FloatBuffer piece = pieces.get(slice / slicesPerPiece);
      for (int j = 0; j < spanJ; j++) {
        int from = shape.index(window.i(), window.j() + j, slice % slicesPerPiece);
        piece.get(from, out, box.index(0, j, k), spanI);
      }
    }
    return out;
  }
}
