package scanmill.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * Scans after preparation, from which windows are cut in any order.
 *
 * <p>The first ones stay on the heap, up to a budget; the rest lies in files of raw float32 that
 * are mapped, so a dataset may be far larger than the heap. Adding is for one thread; reading for
 * any number once all are added.
 */
public final class PreparedScans implements AutoCloseable {
  private final Path folder;
  private final long heapBudget;
  private final List<Entry> entries = new ArrayList<>();
  private long onHeap;

  private record Entry(Grid grid, List<FloatBuffer> channels, List<FloatBuffer> truth) {}

  /**
   * @param folder for what does not fit; made when it is needed, its files removed on close
   * @param heapBudget bytes that may stay on the heap
   */
  public PreparedScans(Path folder, long heapBudget) {
    this.folder = folder;
    this.heapBudget = heapBudget;
  }

  /**
   * Keeps a prepared scan.
   *
   * @return its number, counted from 0
   */
  public int add(Sample sample) throws IOException {
    int number = entries.size();
    List<float[]> channels = sample.channels().stream().map(Volume::data).toList();
    List<float[]> truth = new ArrayList<>();
    sample
        .truth()
        .ifPresent(
            map -> {
              for (int c = 0; c < map.classes(); c++) {
                truth.add(map.channel(c));
              }
            });
    long bytes = 4L * sample.grid().shape().length() * (channels.size() + truth.size());
    if (onHeap + bytes <= heapBudget) {
      onHeap += bytes;
      entries.add(
          new Entry(
              sample.grid(),
              channels.stream().map(FloatBuffer::wrap).toList(),
              truth.stream().map(FloatBuffer::wrap).toList()));
    } else {
      entries.add(
          new Entry(
              sample.grid(), spill(number, "image", channels), spill(number, "truth", truth)));
    }
    return number;
  }

  private List<FloatBuffer> spill(int number, String what, List<float[]> arrays)
      throws IOException {
    Files.createDirectories(folder);
    List<FloatBuffer> mapped = new ArrayList<>();
    for (int a = 0; a < arrays.size(); a++) {
      Path file = folder.resolve(number + "-" + what + "-" + a + ".f32");
      float[] data = arrays.get(a);
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < data.length; from += buffer.capacity() / 4) {
          int count = Math.min(buffer.capacity() / 4, data.length - from);
          buffer.clear();
          buffer.asFloatBuffer().put(data, from, count);
          buffer.limit(4 * count);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
        mapped.add(
            channel
                .map(FileChannel.MapMode.READ_ONLY, 0, 4L * data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer());
      }
    }
    return mapped;
  }

  /** Number of scans. */
  public int size() {
    return entries.size();
  }

  public Grid grid(int scan) {
    return entries.get(scan).grid();
  }

  /**
   * Cuts a window out of a scan, channels and truth alike; a copy.
   *
   * @param window what lies beyond the grid becomes 0
   */
  public Sample cut(int scan, Window window) {
    Entry entry = entries.get(scan);
    Grid grid = entry.grid().window(window);
    GridShape shape = entry.grid().shape();
    List<Volume> channels =
        entry.channels().stream().map(c -> new Volume(grid, read(c, shape, window))).toList();
    Sample sample = Sample.of(channels);
    if (entry.truth().isEmpty()) {
      return sample;
    }
    float[][] truth = new float[entry.truth().size()][];
    for (int c = 0; c < truth.length; c++) {
      truth[c] = read(entry.truth().get(c), shape, window);
    }
    return sample.withTruth(new ProbabilityMap(grid, truth));
  }

  private static float[] read(FloatBuffer data, GridShape shape, Window window) {
    GridShape box = window.shape();
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    float[] out = new float[box.length()];
    for (int k = 0; k < spanK; k++) {
      for (int j = 0; j < spanJ; j++) {
        int from = shape.index(window.i(), window.j() + j, window.k() + k);
        data.get(from, out, box.index(0, j, k), spanI);
      }
    }
    return out;
  }

  /** Removes the files; nothing may be cut afterwards. */
  @Override
  public void close() throws IOException {
    entries.clear();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
