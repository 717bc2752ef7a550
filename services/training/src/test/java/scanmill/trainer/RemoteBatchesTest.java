package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Phase;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchFile;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.BatchMaker;
import scanmill.datasets.BatchSource;
import scanmill.datasets.ChunkOrder;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.SampleIndex;
import scanmill.events.ArtifactRef;
import scanmill.events.AugmentationRequested;
import scanmill.events.Event;
import scanmill.kit.AugmentationOrder;
import scanmill.kit.Cause;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.kit.Folders;
import scanmill.kit.Outbox;

/** Batches are the same to the last bit, whoever makes them and whatever happens to whom. */
@Timeout(60)
class RemoteBatchesTest {
  private static final int SCANS = 5;
  private static final int EPOCHS = 3;
  private static final int PER_CHUNK = 2;

  private final Path disk;
  private final Lab lab;
  private final OpenData data;
  private final BucketShelf shelf;
  private final EpochOrder order;
  private final BatchMaker maker;
  private final List<List<String>> expected = new ArrayList<>();

  RemoteBatchesTest(@TempDir Path disk) throws IOException {
    this.disk = disk;
    lab = new Lab(disk, SCANS);
    data = lab.open();
    shelf = lab.shelf(data);
    List<PreparedFacts> facts = shelf.prepare(Lab.preparation(), Lab.scans(data), (done, of) -> {});
    order =
        new EpochOrder(
            SampleIndex.of(Lab.scans(data), facts, List.of(), Lab.plan().rules(Phase.TRAINING)),
            EpochOrder.Kind.SHUFFLED,
            Optional.empty(),
            6,
            2 * facts.get(0).bytes(), // several groups
            Lab.config().trainingParameters().batchSize());
    maker = Lab.plan().batches(Phase.TRAINING, shelf);
    try (BatchLoader here = new BatchLoader(order, maker, shelf, 1)) {
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        expected.add(read(here.epoch(epoch)));
      }
    }
  }

  @AfterEach
  void close() {
    shelf.close();
    data.close();
  }

  private static List<String> read(Iterator<Batch> batches) {
    List<String> read = new ArrayList<>();
    while (batches.hasNext()) {
      read.add(digest(batches.next()));
    }
    return read;
  }

  private static String digest(Batch batch) {
    return batch.ids()
        + Digests.hex(
            bytes(batch.inputs()),
            bytes(batch.targets()),
            bytes(batch.present()),
            bytes(batch.conditions().orElse(new float[0])));
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private RemoteBatches remote(Outbox telling) {
    Chunks chunks =
        new Chunks(lab.store, telling, Lab.RUN, Cause.of("request-1"), lab.configObject());
    return new RemoteBatches(
        order,
        new ChunkStream(
            order,
            Lab.preparation().digest(),
            maker,
            chunks,
            Folders.fresh(disk.resolve("chunks")),
            new ChunkStream.Manner(PER_CHUNK, 3, EPOCHS, Lab.patience(), 2),
            new LearningMeasures(lab.registry)));
  }

  /** What the preprocess service does, by the same library. */
  private void make(AugmentationRequested asked) {
    if (lab.store.find(asked.order().key()).isEmpty()) {
      return;
    }
    AugmentationOrder wanted =
        EventJson.read(lab.store.read(asked.order()), AugmentationOrder.class);
    ChunkOrder chunk =
        ChunkOrder.parse(wanted.chunk().toString().getBytes(StandardCharsets.UTF_8), "order");
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BatchFile.write(chunk.batches().size(), n -> maker.make(chunk, n), out);
      put(asked, out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(AugmentationRequested asked, byte[] bytes) {
    ArtifactRef unused = lab.store.put(AugmentationOrder.batches(asked.order()), bytes);
  }

  /** Answers each request on the spot. */
  private Outbox answering(Answer answer) {
    return (events, cause) -> {
      for (Event event : events) {
        answer.to((AugmentationRequested) event);
      }
    };
  }

  private interface Answer {
    void to(AugmentationRequested asked);
  }

  private void requireSame(BatchSource source) {
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      assertThat(read(source.epoch(epoch))).isEqualTo(expected.get(epoch - 1));
    }
  }

  private int chunks() {
    return EPOCHS * ((order.batches() + PER_CHUNK - 1) / PER_CHUNK);
  }

  private double madeBy(String who) {
    return lab.count("scanmill.chunks", "by", who);
  }

  @Test
  void areTheSameWithAReplica() {
    try (RemoteBatches source = remote(answering(this::make))) {
      assertThat(source.batches()).isEqualTo(order.batches());
      assertThat(source.samples()).isEqualTo(order.samples());
      requireSame(source);
    }

    assertThat(expected.get(0)).hasSizeGreaterThan(5).isNotEqualTo(expected.get(1));
    assertThat(madeBy("preprocess")).isEqualTo(chunks());
    assertThat(madeBy("training")).isZero();
    assertThat(lab.objects("training/")).isEmpty();
  }

  @Test
  void areTheSameWithoutAReplicaAndHardlyWait() {
    double waited;
    try (RemoteBatches source = remote(lab.outbox)) {
      requireSame(source);
      waited = source.takeWaitedSeconds();
    }

    assertThat(madeBy("training")).isEqualTo(chunks());
    assertThat(waited).isPositive();
    assertThat(lab.outbox.events())
        .filteredOn(event -> event instanceof AugmentationRequested)
        .hasSize(chunks());
    assertThat(lab.objects("training/")).isEmpty();
  }

  @Test
  void areTheSameWithAReplicaThatDies() {
    AtomicInteger made = new AtomicInteger();
    try (RemoteBatches source =
        remote(
            answering(
                asked -> {
                  if (made.incrementAndGet() <= 4) {
                    make(asked);
                  }
                }))) {
      requireSame(source);
    }

    assertThat(madeBy("preprocess")).isEqualTo(4);
    assertThat(madeBy("training")).isEqualTo(chunks() - 4);
  }

  @Test
  void areTheSameWithEventsThatComeTwiceAndLate() {
    List<AugmentationRequested> heard = new ArrayList<>();
    try (RemoteBatches source =
        remote(
            answering(
                asked -> {
                  heard.forEach(this::make); // most of which were learnt from long ago
                  heard.add(asked);
                  make(asked);
                  make(asked);
                }))) {
      requireSame(source);
    }

    assertThat(madeBy("preprocess")).isEqualTo(chunks());
    assertThat(lab.objects("training/")).isEmpty();
  }

  @Test
  void areTheSameWhereAReplicaWritesNonsense() {
    AtomicInteger made = new AtomicInteger();
    try (RemoteBatches source =
        remote(
            answering(
                asked -> {
                  make(asked);
                  if (made.incrementAndGet() % 2 == 0) {
                    String key = AugmentationOrder.batches(asked.order());
                    byte[] whole = lab.store.read(key);
                    put(asked, java.util.Arrays.copyOf(whole, whole.length * 2 / 3));
                  }
                }))) {
      requireSame(source);
    }

    assertThat(madeBy("training")).isEqualTo(Math.floorDiv(chunks(), 2));
  }

  @Test
  void areTheSameWhereTheBucketGoesAway() {
    AtomicInteger made = new AtomicInteger();
    try (RemoteBatches source =
        remote(
            answering(
                asked -> {
                  make(asked);
                  if (made.incrementAndGet() == 6) {
                    lab.store.away(true);
                  }
                }))) {
      requireSame(source);
      lab.store.away(false);
    }

    assertThat(madeBy("training")).isPositive();
    Chunks.removeAll(lab.store, Lab.RUN);
    assertThat(lab.objects("training/")).isEmpty();
  }

  @Test
  void askNoFurtherAheadThanTheyMayAndIntoTheNextEpoch() {
    List<String> asked = new ArrayList<>();
    try (RemoteBatches source =
        remote(
            answering(
                request -> {
                  asked.add(request.epoch() + "-" + request.chunk());
                  make(request);
                }))) {
      Iterator<Batch> first = source.epoch(1);
      assertThat(first.next()).isNotNull();
      assertThat(asked.size()).isLessThanOrEqualTo(3 + 4); // in hand, and those read ahead
      while (first.hasNext()) {
        assertThat(first.next()).isNotNull();
      }
      assertThat(asked).contains("2-0");
      assertThatThrownBy(first::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void goOnFromALaterEpoch() {
    try (RemoteBatches source = remote(answering(this::make))) {
      assertThat(read(source.epoch(3))).isEqualTo(expected.get(2));
    }
    assertThat(lab.objects("training/")).isEmpty();
  }

  @Test
  void failWhereABatchCannotBeMade() {
    shelf.close();
    lab.objects("prepared/").keySet().forEach(lab.store::remove);
    Folders.remove(disk.resolve("copies"));
    try (RemoteBatches source = remote(lab.outbox)) {
      Iterator<Batch> batches = source.epoch(1);
      assertThatThrownBy(
              () -> {
                while (batches.hasNext()) {
                  batches.next();
                }
              })
          .hasMessageContaining("object");
    }
  }
}
