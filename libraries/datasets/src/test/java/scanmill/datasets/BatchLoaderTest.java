package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

class BatchLoaderTest {
  @TempDir Path folder;

  @Test
  void makesTheSameBatchesWhateverTheNumberOfWorkers() throws IOException {
    PreparedFolder scans = scans();
    List<Batch> alone = epochs(scans, 1);
    assertThat(Bits.of(epochs(scans, 4))).isDeepEqualTo(Bits.of(alone));
    assertThat(alone).hasSize(2 * 4); // 10 slices in batches of 3, two epochs
  }

  @Test
  void makesTheSameBatchesOfScansThatAreTakenAwayAllTheTime() throws IOException {
    PreparedFolder scans = scans();
    List<Batch> undisturbed = epochs(scans, 2);
    scans.forgetful = true;
    assertThat(Bits.of(epochs(scans, 3))).isDeepEqualTo(Bits.of(undisturbed));
  }

  @Test
  void visitsEverySampleOnceInAnotherOrderEachEpoch() throws IOException {
    try (BatchLoader loader = scans().loader(Rules.slices(), 2)) {
      List<Float> first = marks(loader.epoch(1));
      List<Float> second = marks(loader.epoch(2));

      assertThat(first).hasSize(10).doesNotHaveDuplicates();
      assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
      assertThat(marks(loader.epoch(1))).isEqualTo(first);
    }
  }

  @Test
  void keepsImageAndTruthTogether() throws IOException {
    try (BatchLoader loader = scans().loader(Rules.slices(reverse()), 2)) {
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
  void saysWhatEverySampleIs() throws IOException {
    try (BatchLoader loader = scans().loader(Rules.slices(), 2)) {
      List<String> ids = new ArrayList<>();
      loader.epoch(1).forEachRemaining(batch -> ids.addAll(batch.ids()));
      assertThat(ids)
          .hasSize(10)
          .doesNotHaveDuplicates()
          .contains("sub-01_T1w#0", "sub-01_T1w#5", "sub-02_T1w#3");
    }
  }

  @Test
  void tellsTheConsumerWhatAWorkerMet() throws IOException {
    PreparedFolder scans = scans();
    scans.add(sample(new GridShape(5, 3, 1), 0));
    try (BatchLoader loader = scans.loader(Rules.slices(), 2)) {
      Iterator<Batch> batches = loader.epoch(1);
      assertThatThrownBy(() -> batches.forEachRemaining(b -> {}))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("one size");
    }
  }

  @Test
  void leavesNoThreadBehindWhenClosedInMidEpoch() throws Exception {
    BatchLoader loader = scans().loader(Rules.slices(), 3);
    loader.epoch(1).next();
    loader.close();

    // a thread lives on for a moment after its pool has ended
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("batch-loader")) {
        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void doesNotLeaveAReaderWaitingForWhatNobodyMakesAnyMore() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RandomTransform slow =
        (random, sample) -> {
          working.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Reversed(false, false, false);
        };
    BatchLoader loader = scans().loader(Rules.slices(new Placed(slow, Part.ALL)), 1);
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

  @Test
  void makesNoMoreThanAFewBatchesAhead() throws Exception {
    AtomicInteger drawn = new AtomicInteger();
    RandomTransform counting =
        (random, sample) -> {
          drawn.incrementAndGet();
          return new Reversed(false, false, false);
        };
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    scans.add(sample(new GridShape(2, 2, 300), 0));
    try (BatchLoader loader = scans.loader(Rules.slices(new Placed(counting, Part.ALL)), 2)) {
      Iterator<Batch> batches = loader.epoch(1);
      batches.next();
      Thread.sleep(200); // time enough to make all 100 batches, were there no bound
      assertThat(drawn.get()).isLessThanOrEqualTo((1 + 3) * 3);
      batches.forEachRemaining(batch -> {});
      assertThat(drawn.get()).isEqualTo(300);
    }
  }

  @Test
  void countsTheTimeThatItsReaderWaited() throws IOException {
    RandomTransform slow =
        (random, sample) -> {
          LockSupport.parkNanos(20_000_000);
          return new Reversed(false, false, false);
        };
    try (BatchLoader loader = scans().loader(Rules.slices(new Placed(slow, Part.ALL)), 1)) {
      loader.epoch(1).forEachRemaining(batch -> {});
      assertThat(loader.takeWaitedSeconds()).isBetween(0.1, 20.0);
      assertThat(loader.takeWaitedSeconds()).isZero();
    }
  }

  @Test
  void drawsOtherThingsForEverySeedEpochAndSample() throws IOException {
    Set<Long> draws = ConcurrentHashMap.newKeySet();
    RandomTransform noting =
        (random, sample) -> {
          draws.add(random.nextLong());
          draws.add(random.nextLong());
          return new Reversed(false, false, false);
        };
    SampleRules rules = Rules.slices(new Placed(noting, Part.ALL));
    PreparedFolder scans = scans();
    for (long seed = 0; seed < 5; seed++) {
      try (BatchLoader loader =
          new BatchLoader(scans.order(rules, 1 << 30, 4), scans.maker(rules, seed), scans, 2)) {
        for (int epoch = 1; epoch <= 5; epoch++) {
          loader.epoch(epoch).forEachRemaining(batch -> {});
        }
      }
    }
    assertThat(draws).hasSize(2 * 5 * 5 * 10);
  }

  @Test
  void thresholdsTheTruthAfterTransformsUnlessItIsSoft() throws IOException {
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    Grid grid = Grid.of(new GridShape(2, 2, 1), new Spacing(1, 1, 1));
    scans.add(
        Sample.of(List.of(new Volume(grid, new float[] {1, 2, 3, 4})))
            .withTruth(
                new ProbabilityMap(grid, new float[][] {{0.49f, 0.5f, 0.51f, 0}, {1, 0, 0, 1}})));
    SampleRules softly = Rules.slices(SampleFilter.NONE, OptionalInt.empty(), true);
    try (BatchLoader hard = scans.loader(Rules.slices(), 1);
        BatchLoader soft = scans.loader(softly, 1)) {
      // Last axis fastest: (H, W) of voxels (i, j) = (0,0) (0,1) (1,0) (1,1).
      Batch batch = hard.epoch(1).next();
      assertThat(batch.inputs()).containsExactly(1, 3, 2, 4);
      assertThat(batch.targets()).containsExactly(0, 1, 1, 0, 1, 0, 0, 1);
      assertThat(batch.targetShape()).containsExactly(1, 2, 2, 2);
      assertThat(batch.present()).containsExactly(1);
      Batch kept = soft.epoch(1).next();
      assertThat(kept.targets()).containsExactly(0.49f, 0.51f, 0.5f, 0, 1, 0, 0, 1);
    }
  }

  private PreparedFolder scans() throws IOException {
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
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

  private static Placed reverse() {
    return new Placed(new RandomReverse(), Part.ALL);
  }

  private static List<Batch> epochs(PreparedFolder scans, int workers) {
    List<Batch> batches = new ArrayList<>();
    try (BatchLoader loader = scans.loader(Rules.slices(reverse()), workers)) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        loader.epoch(epoch).forEachRemaining(batches::add);
      }
    }
    return batches;
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
