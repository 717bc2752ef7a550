package scanmill.datasets;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * One prepared scan on this machine's disk, from which windows are cut in any order.
 *
 * <p>Nothing of it is kept in memory and nothing is mapped: a cut reads what it needs, so the
 * process stays small whatever the dataset's size. Safe for use by many threads.
 *
 * @param voxels the file that the facts describe
 */
public record PreparedScan(PreparedFacts facts, Path voxels) {
  private static final int BUFFER_BYTES = 1 << 20;

  /** Rows are read together with what lies between them if that is less than so many times more. */
  private static final int WORTH = 8;

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> buffer(BUFFER_BYTES));

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Cuts a window out of the channels and of one rater's truth; a copy.
   *
   * @param window what lies beyond the grid becomes 0
   * @param rater counted from 0
   * @throws java.nio.file.NoSuchFileException if the file has been taken away
   */
  public Sample cut(Window window, int rater) throws IOException {
    return cut(window, rater, rater + 1);
  }

  /** The same with the mean of all raters; of two that disagree on a voxel it says a half. */
  public Sample cut(Window window) throws IOException {
    return cut(window, 0, facts.raters());
  }

  private Sample cut(Window window, int fromRater, int toRater) throws IOException {
    Grid whole = facts.grid();
    Grid grid = whole.window(window);
    GridShape shape = whole.shape();
    try (FileChannel file = FileChannel.open(voxels, StandardOpenOption.READ)) {
      List<Volume> channels = new ArrayList<>(facts.channels());
      for (int c = 0; c < facts.channels(); c++) {
        float[] values = new float[window.shape().length()];
        if (facts.present().get(c)) {
          read(file, (long) c * Float.BYTES * shape.voxels(), Float.BYTES, shape, window, values);
        }
        channels.add(new Volume(grid, values));
      }
      Sample sample = Sample.of(channels);
      if (facts.raters() == 0) {
        return sample;
      }
      float[][] truth = new float[facts.classes()][window.shape().length()];
      for (int c = 0; c < truth.length; c++) {
        for (int rater = fromRater; rater < toRater; rater++) {
          float[] values = rater == fromRater ? truth[c] : new float[truth[c].length];
          long place =
              truthBegins() + ((long) rater * truth.length + c) * truthBytes() * shape.voxels();
          read(file, place, truthBytes(), shape, window, values);
          if (rater > fromRater) {
            add(values, truth[c]);
          }
        }
        divide(truth[c], toRater - fromRater);
      }
      return sample.withTruth(new ProbabilityMap(grid, truth));
    }
  }

  /**
   * Cuts a window out of the region of interest.
   *
   * @throws IllegalStateException if it has none
   */
  public LabelMap cutRegion(Window window) throws IOException {
    if (!facts.region()) {
      throw new IllegalStateException("The scan was prepared without a region");
    }
    float[] values = new float[window.shape().length()];
    try (FileChannel file = FileChannel.open(voxels, StandardOpenOption.READ)) {
      read(file, regionBegins(), 1, facts.grid().shape(), window, values);
    }
    int[] labels = new int[values.length];
    Arrays.setAll(labels, v -> (int) values[v]);
    return new LabelMap(facts.grid().window(window), labels);
  }

  /**
   * One of the kept positions of a class, in the grid's order with i fastest.
   *
   * @param n less than {@link PreparedFacts#foreground} of the class
   */
  public int foreground(int ofClass, int n) throws IOException {
    long skipped = n;
    for (int c = 0; c < ofClass; c++) {
      skipped += facts.foreground().get(c);
    }
    long region = facts.region() ? facts.grid().shape().voxels() : 0;
    try (FileChannel file = FileChannel.open(voxels, StandardOpenOption.READ)) {
      return fill(file, regionBegins() + region + Integer.BYTES * skipped, Integer.BYTES).getInt(0);
    }
  }

  private int truthBytes() {
    return facts.binary() ? 1 : Float.BYTES;
  }

  private long truthBegins() {
    return (long) facts.channels() * Float.BYTES * facts.grid().shape().voxels();
  }

  private long regionBegins() {
    return truthBegins()
        + (long) facts.raters() * facts.classes() * truthBytes() * facts.grid().shape().voxels();
  }

  private static void add(float[] values, float[] to) {
    for (int v = 0; v < to.length; v++) {
      to[v] += values[v];
    }
  }

  private static void divide(float[] values, int by) {
    if (by > 1) {
      for (int v = 0; v < values.length; v++) {
        values[v] /= by;
      }
    }
  }

  private void read(
      FileChannel file, long begins, int size, GridShape shape, Window window, float[] out)
      throws IOException {
    GridShape box = window.shape();
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    if (spanI < 1) {
      return;
    }
    int together =
        spanI * (long) WORTH < shape.i() ? 1 : Math.max(1, BUFFER_BYTES / (shape.i() * size));
    for (int k = 0; k < spanK; k++) {
      for (int j = 0; j < spanJ; j += together) {
        int rows = Math.min(together, spanJ - j);
        long first =
            window.i() + (long) shape.i() * (window.j() + j + (long) shape.j() * (window.k() + k));
        ByteBuffer read =
            fill(file, begins + first * size, ((rows - 1) * shape.i() + spanI) * size);
        for (int row = 0; row < rows; row++) {
          int to = box.index(0, j + row, k);
          if (size == 1) {
            for (int i = 0; i < spanI; i++) {
              out[to + i] = read.get(row * shape.i() + i);
            }
          } else {
            read.position(row * shape.i() * size);
            read.asFloatBuffer().get(out, to, spanI);
          }
        }
      }
    }
  }

  /** This thread's buffer with bytes of the file from its beginning. */
  private ByteBuffer fill(FileChannel file, long from, int bytes) throws IOException {
    ByteBuffer buffer = BUFFER.get();
    if (buffer.capacity() < bytes) {
      buffer = buffer(bytes);
      BUFFER.set(buffer);
    }
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException(
            "The prepared scan " + voxels.getFileName() + " ends before its facts say");
      }
    }
    buffer.position(0);
    return buffer;
  }
}
