package scanmill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedDraft;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedFile;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.PreparedScan;
import scanmill.datasets.ScanReader;
import scanmill.datasets.Source;
import scanmill.ids.ScanId;
import scanmill.models.Preparation;
import scanmill.transforms.Placed;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * What it costs to bring samples to a network: a slice read and resampled, a sample augmented, a
 * sub-volume cut; beside the same work with nibabel and scipy, where Python has them: once as
 * little of it as there is, once as ivadomed does it.
 *
 * <p>Milliseconds are processor time of the whole process on one thread of work, garbage collection
 * included, in the best of some rounds, since a shared machine makes a clock on the wall say
 * anything. The same is told of two threads: what does not grow is not lost to each other. Scaling
 * is by the clock on the wall, and means something where two cores are free.
 */
public final class DataLoading {
  private static final int ROUNDS = 7;
  private static final int SLICES = 16;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final String CONFIG =
      """
      {"loader_parameters": {"target_suffix": ["_seg"], "contrast_params": {"training_validation": ["T2w"]}},
       "transformation": {"Resample": {"hspace": 0.75, "wspace": 0.75},
         "RandomAffine": {"degrees": 10, "translate": [0.1, 0.1], "scale": [0.1, 0.1]},
         "ElasticTransform": {"alpha_range": [28.0, 30.0], "sigma_range": [3.5, 4.5], "p": 1.0},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  private DataLoading() {}

  /**
   * @param args how many rounds; 7 where absent
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    Path folder = Files.createTempDirectory("scanmill-benchmark-");
    try {
      measure(folder, rounds);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void measure(Path folder, int rounds) throws Exception {
    writeScan(folder);
    Config config = Config.parse(CONFIG, "benchmark").config();

    Optional<Interpreter> python = Interpreter.with("numpy, scipy, nibabel");
    Map<String, PythonLoader.Measured> theirs =
        python.isPresent() ? PythonLoader.measure(python.get(), folder, rounds) : Map.of();
    System.out.println(
        python
            .map(Interpreter::versions)
            .orElse("No Python with numpy, scipy and nibabel was found: set PYTHON to one."));
    System.out.println("Java " + Runtime.version() + ", best of " + rounds + " rounds");
    System.out.printf(
        "%-42s %9s %9s %9s %9s %9s %10s %10s%n",
        "ms", "scipy", "ivadomed", "ours", "to scipy", "to ivad.", "2 threads", "scaling");

    Preparation preparation = Preparation.of(config, Phase.TRAINING);
    double[] sums = new double[2];
    report(
        "a slice of 460x460x16, read and resampled",
        theirs,
        "slice",
        rounds,
        4,
        SLICES,
        n -> sums[n % 2] = slices(folder, preparation));
    List<Placed> transforms = preparation.onWindows(Phase.TRAINING);
    Sample flat = flatSample();
    report(
        "a sample of 128x128, turned and deformed",
        theirs,
        "sample",
        rounds,
        400,
        1,
        n -> augment(flat, transforms, new SplittableRandom(n)));
    PreparedScan kept = keptVolume(folder);
    report(
        "64x64x64 of 256x256x128",
        theirs,
        "subvolume",
        rounds,
        200,
        1,
        n -> cut(kept, new SplittableRandom(n)));
    PythonLoader.Measured slice = theirs.get("slice");
    if (slice != null) {
      System.out.printf("sum of all resampled slices: %.6e, %.6e%n", slice.sum(), sums[0]);
    }
  }

  /** Times one thread, then two. */
  private static void report(
      String what,
      Map<String, PythonLoader.Measured> theirs,
      String name,
      int rounds,
      int calls,
      int perCall,
      IntConsumer work)
      throws InterruptedException, ExecutionException {
    double ours = Double.POSITIVE_INFINITY;
    double together = Double.POSITIVE_INFINITY;
    double one = Double.POSITIVE_INFINITY;
    double two = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds; round++) {
      long start = PROCESS.getProcessCpuTime();
      one = Math.min(one, milliseconds(1, calls, work));
      long between = PROCESS.getProcessCpuTime();
      two = Math.min(two, milliseconds(2, calls, work));
      ours = Math.min(ours, (between - start) / 1e6 / calls / perCall);
      together =
          Math.min(together, (PROCESS.getProcessCpuTime() - between) / 1e6 / calls / perCall);
    }
    double lean = PythonLoader.milliseconds(theirs, name);
    double ivadomed = PythonLoader.milliseconds(theirs, name + "-ivadomed");
    System.out.printf(
        "%-42s %9.2f %9.2f %9.2f %8.1fx %8.1fx %10.2f %9.2fx%n",
        what, lean, ivadomed, ours, lean / ours, ivadomed / ours, together, one / two);
  }

  /** Of one call, when so many threads share all calls. */
  private static double milliseconds(int threads, int calls, IntConsumer work)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<? extends Future<?>> parts =
          IntStream.range(0, threads)
              .mapToObj(
                  t ->
                      pool.submit(
                          () ->
                              IntStream.range(0, calls)
                                  .filter(n -> n % threads == t)
                                  .forEach(work)))
              .toList();
      for (Future<?> part : parts) {
        part.get();
      }
      return (System.nanoTime() - start) / 1e6 / calls;
    } finally {
      pool.shutdown();
    }
  }

  /** Image and truth read, turned and resampled; each slice by itself. */
  private static double slices(Path folder, Preparation preparation) {
    BidsScan scan =
        new BidsScan(
            ScanId.of("01", "T2w"),
            List.of(Optional.of(folder.resolve("scan.nii.gz"))),
            List.of(List.of(Optional.of(folder.resolve("truth.nii.gz")))),
            Optional.empty(),
            Map.of());
    try {
      Sample sample = preparation.prepare(ScanReader.read(scan));
      float[] values = sample.channels().get(0).data();
      float[] truth = sample.truth().orElseThrow().channel(0);
      int size = values.length / sample.grid().shape().k();
      double sum = 0;
      for (int from = 0; from < values.length; from += size) {
        float[] slice = Arrays.copyOfRange(values, from, from + size);
        byte[] marked = new byte[size];
        for (int v = 0; v < size; v++) {
          marked[v] = (byte) (truth[from + v] >= 0.5f ? 1 : 0);
          sum += slice[v];
        }
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void augment(Sample sample, List<Placed> transforms, RandomGenerator random) {
    Sample augmented = sample;
    for (Placed transform : transforms) {
      augmented = transform.apply(augmented, random);
    }
    if (augmented.channels().get(0).data().length != 128 * 128) {
      throw new IllegalStateException("A sample keeps its size");
    }
  }

  private static void cut(PreparedScan scan, RandomGenerator random) {
    GridShape box = new GridShape(64, 64, 64);
    Window window =
        new Window(
            random.nextInt(256 - 64 + 1),
            random.nextInt(256 - 64 + 1),
            random.nextInt(128 - 64 + 1),
            box);
    try {
      scan.cut(window, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeScan(Path folder) throws IOException {
    Grid grid = Grid.of(new GridShape(460, 460, SLICES), new Spacing(0.5, 0.5, 4));
    float[] data = new float[grid.shape().length()];
    int[] labels = new int[data.length];
    for (int v = 0; v < data.length; v++) {
      data[v] = Math.round(500 + 400 * Math.sin(0.01 * v) + v % 37);
      labels[v] = v / 460 % 460 > 180 && v % 460 > 180 && v % 460 < 280 ? 1 : 0;
    }
    Nifti.write(folder.resolve("scan.nii.gz"), new Volume(grid, data));
    Nifti.write(folder.resolve("truth.nii.gz"), new LabelMap(grid, labels));
  }

  private static Sample flatSample() {
    Grid grid = Grid.of(new GridShape(128, 128, 1), new Spacing(0.5, 0.5, 4));
    float[] data = new float[128 * 128];
    float[] truth = new float[data.length];
    for (int v = 0; v < data.length; v++) {
      int i = v % 128 - 64;
      int j = v / 128 - 64;
      data[v] = (float) (500 + 400 * Math.sin(0.1 * (v % 128)) + v / 128 % 37);
      truth[v] = i * i + j * j < 900 ? 1 : 0;
    }
    return Sample.of(List.of(new Volume(grid, data)))
        .withTruth(new ProbabilityMap(grid, new float[][] {truth}));
  }

  /** A volume and its truth as training keeps them on disk. */
  private static PreparedScan keptVolume(Path folder) throws IOException {
    Grid grid = Grid.of(new GridShape(256, 256, 128), new Spacing(1, 1, 1));
    float[] data = new float[grid.shape().length()];
    float[] truth = new float[data.length];
    SplittableRandom random = new SplittableRandom(1);
    for (int v = 0; v < data.length; v++) {
      data[v] = (float) random.nextDouble();
      truth[v] = data[v] > 0.5f ? 1 : 0;
    }
    Sample sample =
        Sample.of(List.of(new Volume(grid, data)))
            .withTruth(new ProbabilityMap(grid, new float[][] {truth}));
    String none = "0".repeat(64);
    PreparedFacts facts =
        PreparedFile.write(
            folder,
            new PreparedDraft(
                new PreparedKey(none, none),
                new Source(List.of()),
                sample,
                sample,
                List.of(true),
                1,
                false,
                List.of(),
                List.of()));
    return new PreparedScan(facts, folder.resolve(facts.key().voxels()));
  }
}
