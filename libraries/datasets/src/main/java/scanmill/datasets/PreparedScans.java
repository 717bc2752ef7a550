package scanmill.datasets;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * any number once all are added. Regions of interest are not kept.
 */
public final class PreparedScans implements AutoCloseable {
  private final Path folder;
  private final long heapBudget;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private long onHeap;

  private record Entry(Grid grid, List<StoredChannel> channels, List<StoredChannel> truth) {}

  /**
   * @param folder for what does not fit, of nobody else; made when it is needed, its files removed
   *     on close
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
    GridShape shape = sample.grid().shape();
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
    long bytes = 4L * shape.length() * (channels.size() + truth.size());
    boolean fits = onHeap + bytes <= heapBudget;
    if (fits) {
      onHeap += bytes;
    }
    entries.add(
        new Entry(
            sample.grid(),
            store(fits, number + "-image-", shape, channels),
            store(fits, number + "-truth-", shape, truth)));
    return number;
  }

  private List<StoredChannel> store(
      boolean fits, String name, GridShape shape, List<float[]> arrays) throws IOException {
    List<StoredChannel> stored = new ArrayList<>();
    for (float[] array : arrays) {
      if (fits) {
        stored.add(StoredChannel.onHeap(shape, array));
      } else {
        Files.createDirectories(folder);
        Path file = folder.resolve("scan-" + name + stored.size() + ".f32");
        Files.deleteIfExists(file); // left by a process that was killed
        files.add(file);
        stored.add(StoredChannel.inFile(shape, array, file));
      }
    }
    return stored;
  }

  /** Number of scans. */
  public int size() {
    return entries.size();
  }

  /** Where the voxels of a scan lie after preparation. */
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
    List<Volume> channels =
        entry.channels().stream().map(c -> new Volume(grid, c.cut(window))).toList();
    Sample sample = Sample.of(channels);
    if (entry.truth().isEmpty()) {
      return sample;
    }
    float[][] truth = new float[entry.truth().size()][];
    for (int c = 0; c < truth.length; c++) {
      truth[c] = entry.truth().get(c).cut(window);
    }
    return sample.withTruth(new ProbabilityMap(grid, truth));
  }

  /** Removes its files, and the folder if nothing else is in it; nothing may be cut afterwards. */
  @Override
  public void close() throws IOException {
    entries.clear();
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    files.clear();
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // somebody else's files stay
    }
  }
}
