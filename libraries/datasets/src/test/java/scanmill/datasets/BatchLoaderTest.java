package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;
import scanmill.transforms.Part;
import scanmill.transforms.Placed;
import scanmill.transforms.RandomReverse;
import scanmill.transforms.RandomTransform;
import scanmill.transforms.Reversed;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

class BatchLoaderTest {
  @TempDir Path folder;

  @Test
  void makesTheSameBatchesWhateverTheNumberOfWorkers() throws IOException {
    try (PreparedScans scans = scans(0)) {
      List<float[]> alone = epochs(scans, 1);
      assertThat(epochs(scans, 4)).usingRecursiveComparison().isEqualTo(alone);
      assertThat(alone).hasSize(2 * 4); // 10 slices in batches of 3, two epochs
    }
  }

  @Test
  void readsSpilledScansAsThoseOnTheHeap() throws IOException {
    try (PreparedScans heap = scans(1 << 20);
        PreparedScans disk = scans(0)) {
      assertThat(folder).isNotEmptyDirectory();
      assertThat(epochs(disk, 2)).usingRecursiveComparison().isEqualTo(epochs(heap, 2));
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void visitsEverySampleOnceInAnotherOrderEachEpoch() throws IOException {
    try (PreparedScans scans = scans(1 << 20);
        BatchLoader loader = loader(scans, 2, List.of())) {
      List<Float> first = marks(loader.epoch(1));
      List<Float> second = marks(loader.epoch(2));

      assertThat(first).hasSize(10).doesNotHaveDuplicates();
      assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
      assertThat(marks(loader.epoch(1))).isEqualTo(first);
    }
  }

  @Test
  void keepsImageAndTruthTogether() throws IOException {
    try (PreparedScans scans = scans(1 << 20);
        BatchLoader loader = loader(scans, 2, List.of(reverse()))) {
      Iterator<Batch> batches = loader.epoch(1);
      while (batches.hasNext()) {
        Batch batch = batches.next();
        assertThat(batch.inputShape()).startsWith(batch.size(), 1, 4, 3);
        for (int v = 0; v < batch.targets().length; v++) {
          // The truth was painted where the image is odd.
          assertThat(batch.targets()[v]).isEqualTo(batch.inputs()[v] % 2);
        }
      }
    }
  }

  @Test
  void tellsTheConsumerWhatAWorkerMet() throws IOException {
    try (PreparedScans scans = scans(1 << 20)) {
      scans.add(sample(new GridShape(5, 3, 1), 0));
      try (BatchLoader loader = loader(scans, 2, List.of())) {
        Iterator<Batch> batches = loader.epoch(1);
        assertThatThrownBy(() -> batches.forEachRemaining(b -> {}))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("one size");
      }
    }
  }

  @Test
  void leavesNoThreadBehindWhenClosedInMidEpoch() throws IOException {
    try (PreparedScans scans = scans(1 << 20)) {
      BatchLoader loader = loader(scans, 3, List.of());
      loader.epoch(1).next();
      loader.close();

      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(t -> t.getName().equals("batch-loader") && t.isAlive());
    }
  }

  @Test
  void doesNotLeaveAReaderWaitingForWhatNobodyMakesAnyMore() throws Exception {
    try (PreparedScans scans = scans(1 << 20)) {
      CountDownLatch working = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      RandomTransform slow =
          (random, grid) -> {
            working.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return new Reversed(false, false, false);
          };
      BatchLoader loader = loader(scans, 1, List.of(new Placed(slow, Part.ALL)));
      Iterator<Batch> batches = loader.epoch(1);
      CompletableFuture<Object> outcome =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  while (batches.hasNext()) {
                    batches.next();
                  }
                  return "ended";
                } catch (RuntimeException e) {
                  return e;
                }
              });
      working.await();
      loader.close();
      assertThat(outcome.get(20, TimeUnit.SECONDS)).isNotNull();
      assertThatThrownBy(() -> loader.epoch(2).next())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void makesNoMoreThanAFewBatchesAhead() throws Exception {
    AtomicInteger drawn = new AtomicInteger();
    RandomTransform counting =
        (random, grid) -> {
          drawn.incrementAndGet();
          return new Reversed(false, false, false);
        };
    try (PreparedScans scans = new PreparedScans(folder, 1 << 20)) {
      scans.add(sample(new GridShape(2, 2, 300), 0));
      try (BatchLoader loader = loader(scans, 2, List.of(new Placed(counting, Part.ALL)))) {
        Iterator<Batch> batches = loader.epoch(1);
        batches.next();
        Thread.sleep(200); // time enough to make all 100 batches, were there no bound
        assertThat(drawn.get()).isLessThanOrEqualTo((1 + 3) * 3);
        batches.forEachRemaining(batch -> {});
        assertThat(drawn.get()).isEqualTo(300);
      }
    }
  }

  @Test
  void countsTheTimeThatItsReaderWaited() throws IOException {
    RandomTransform slow =
        (random, grid) -> {
          LockSupport.parkNanos(20_000_000);
          return new Reversed(false, false, false);
        };
    try (PreparedScans scans = scans(1 << 20);
        BatchLoader loader = loader(scans, 1, List.of(new Placed(slow, Part.ALL)))) {
      loader.epoch(1).forEachRemaining(batch -> {});
      assertThat(loader.takeWaitedSeconds()).isBetween(0.1, 20.0);
      assertThat(loader.takeWaitedSeconds()).isZero();
    }
  }

  @Test
  void drawsOtherThingsForEverySeedEpochAndSample() throws IOException {
    Set<Long> draws = ConcurrentHashMap.newKeySet();
    RandomTransform noting =
        (random, grid) -> {
          draws.add(random.nextLong());
          draws.add(random.nextLong());
          return new Reversed(false, false, false);
        };
    try (PreparedScans scans = scans(1 << 20)) {
      SampleSource source = SampleSource.of(scans, BatchLoaderTest::slices, SampleFilter.NONE);
      for (long seed = 0; seed < 5; seed++) {
        try (BatchLoader loader =
            new BatchLoader(
                source,
                List.of(new Placed(noting, Part.ALL)),
                BatchLoader.Order.IN_TURN,
                4,
                false,
                2,
                seed,
                2)) {
          for (int epoch = 1; epoch <= 5; epoch++) {
            loader.epoch(epoch).forEachRemaining(batch -> {});
          }
        }
      }
    }
    assertThat(draws).hasSize(2 * 5 * 5 * 10);
  }

  @Test
  void thresholdsTheTruthAfterTransformsUnlessItIsSoft() throws IOException {
    try (PreparedScans scans = new PreparedScans(folder, 1 << 20)) {
      Grid grid = Grid.of(new GridShape(2, 2, 1), new Spacing(1, 1, 1));
      scans.add(
          Sample.of(List.of(new Volume(grid, new float[] {1, 2, 3, 4})))
              .withTruth(
                  new ProbabilityMap(grid, new float[][] {{0.49f, 0.5f, 0.51f, 0}, {1, 0, 0, 1}})));
      SampleSource source = SampleSource.of(scans, BatchLoaderTest::slices, SampleFilter.NONE);
      try (BatchLoader hard =
              new BatchLoader(source, List.of(), BatchLoader.Order.IN_TURN, 1, false, 2, 0, 1);
          BatchLoader soft =
              new BatchLoader(source, List.of(), BatchLoader.Order.IN_TURN, 1, true, 3, 0, 1)) {
        // Last axis fastest: (H, W) of voxels (i, j) = (0,0) (0,1) (1,0) (1,1).
        Batch batch = hard.epoch(1).next();
        assertThat(batch.inputs()).containsExactly(1, 3, 2, 4);
        assertThat(batch.targets()).containsExactly(0, 1, 1, 0, 1, 0, 0, 1);
        assertThat(batch.targetShape()).containsExactly(1, 2, 2, 2);
        Batch kept = soft.epoch(1).next();
        assertThat(kept.targets()).containsExactly(0.49f, 0.51f, 0.5f, 0, 1, 0, 0, 1);
        assertThat(kept.targetShape()).containsExactly(1, 2, 2, 2, 1);
      }
    }
  }

  @Test
  void dropsSlicesThatTheFilterDoesNotWant() throws IOException {
    try (PreparedScans scans = new PreparedScans(folder, 1 << 20)) {
      GridShape shape = new GridShape(2, 1, 3);
      Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
      Sample sample =
          Sample.of(List.of(new Volume(grid, new float[] {1, 1, 1, 2, 3, 4})))
              .withTruth(new ProbabilityMap(grid, new float[][] {{1, 0, 0, 0, 0, 1}}));
      scans.add(sample);

      assertThat(
              SampleSource.of(scans, BatchLoaderTest::slices, new SampleFilter(true, false, false))
                  .size())
          .isEqualTo(2);
      assertThat(
              SampleSource.of(scans, BatchLoaderTest::slices, new SampleFilter(false, true, false))
                  .size())
          .isEqualTo(2);
      assertThat(
              SampleSource.of(scans, BatchLoaderTest::slices, new SampleFilter(true, true, false))
                  .size())
          .isEqualTo(1);
    }
  }

  private PreparedScans scans(long heapBudget) throws IOException {
    PreparedScans scans = new PreparedScans(folder, heapBudget);
    scans.add(sample(new GridShape(4, 3, 6), 0));
    scans.add(sample(new GridShape(4, 3, 4), 1000));
    return scans;
  }

  private static Sample sample(GridShape shape, int from) {
    float[] data = new float[shape.length()];
    float[] truth = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = from + v;
      truth[v] = (from + v) % 2;
    }
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    return Sample.of(List.of(new Volume(grid, data)))
        .withTruth(new ProbabilityMap(grid, new float[][] {truth}));
  }

  private static List<Window> slices(GridShape grid) {
    return IntStream.range(0, grid.k()).mapToObj(k -> Window.slice(grid, k)).toList();
  }

  private static Placed reverse() {
    return new Placed(new RandomReverse(), Part.ALL);
  }

  private static BatchLoader loader(PreparedScans scans, int workers, List<Placed> transforms) {
    SampleSource source = SampleSource.of(scans, BatchLoaderTest::slices, SampleFilter.NONE);
    return new BatchLoader(source, transforms, BatchLoader.Order.SHUFFLED, 3, false, 2, 6, workers);
  }

  private static List<float[]> epochs(PreparedScans scans, int workers) {
    List<float[]> inputs = new ArrayList<>();
    try (BatchLoader loader = loader(scans, workers, List.of(reverse()))) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        loader.epoch(epoch).forEachRemaining(b -> inputs.add(b.inputs()));
      }
    }
    return inputs;
  }

  /** The first value of each sample, which no two share. */
  private static List<Float> marks(Iterator<Batch> batches) {
    List<Float> marks = new ArrayList<>();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      int length = batch.inputs().length / batch.size();
      for (int n = 0; n < batch.size(); n++) {
        marks.add(batch.inputs()[n * length]);
      }
    }
    return marks;
  }
}
