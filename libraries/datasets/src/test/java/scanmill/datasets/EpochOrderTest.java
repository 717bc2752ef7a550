package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.transforms.Part;
import scanmill.transforms.Placed;
import scanmill.transforms.RandomReverse;
import scanmill.volumes.GridShape;

class EpochOrderTest {
  private static final int SCANS = 7;

  @TempDir Path folder;

  @Test
  void visitsScansInGroupsThatFitOntoTheDisk() throws IOException {
    PreparedFolder scans = scans();
    long scan = scans.scan(0).facts().bytes();
    EpochOrder order = scans.order(Rules.slices(), 2 * scan, 4);
    for (int epoch = 1; epoch <= 3; epoch++) {
      EpochOrder.Epoch visits = order.epoch(epoch);
      assertThat(visits.groups()).isEqualTo(4);
      List<String> ids = ids(order, visits);
      assertThat(ids).hasSize(SCANS * 5).doesNotHaveDuplicates();
      for (int group = 0; group < 4; group++) {
        Set<String> known = new LinkedHashSet<>();
        visits.scans(group).forEach(key -> known.add(key.source()));
        List<SampleRef> refs =
            refs(order, visits).subList(group * 10, Math.min(35, group * 10 + 10));
        assertThat(refs).allMatch(ref -> known.contains(ref.source()));
      }
    }
    assertThat(ids(order, order.epoch(1))).isNotEqualTo(ids(order, order.epoch(2)));
    assertThat(ids(order, order.epoch(1))).isEqualTo(ids(order, order.epoch(1)));
  }

  @Test
  void shufflesEverythingTogetherIfItFits() throws IOException {
    PreparedFolder scans = scans();
    EpochOrder order = scans.order(Rules.slices(), 1 << 30, 4);
    EpochOrder.Epoch visits = order.epoch(1);
    assertThat(visits.groups()).isEqualTo(1);
    Set<String> firstTen = new LinkedHashSet<>();
    refs(order, visits).subList(0, 10).forEach(ref -> firstTen.add(ref.source()));
    assertThat(firstTen).hasSizeGreaterThan(3);
  }

  @Test
  void takesOneScanThatIsLargerThanAGroup() throws IOException {
    PreparedFolder scans = scans();
    assertThat(scans.order(Rules.slices(), 1, 4).epoch(1).groups()).isEqualTo(SCANS);
  }

  @Test
  void callsForTheNextGroupBeforeItIsRead() throws IOException {
    PreparedFolder scans = scans();
    EpochOrder order = scans.order(Rules.slices(), scans.scan(0).facts().bytes(), 5);
    try (BatchLoader loader = new BatchLoader(order, scans.maker(Rules.slices(), 6), scans, 1)) {
      Iterator<Batch> batches = loader.epoch(1);
      assertThat(scans.called).hasSize(2); // the first group and the one after it
      batches.next();
      batches.next();
      assertThat(scans.called).hasSize(4);
      assertThat(scans.called.get(1)).isEqualTo(scans.called.get(2));
      assertThat(scans.called.get(3)).isNotEqualTo(scans.called.get(2));
      batches.forEachRemaining(batch -> {});
      assertThat(scans.called).hasSize(2 * SCANS - 1); // each as it begins, all but one before
    }
  }

  @Test
  void countsHowOftenABalancedEpochHasHadASample() throws IOException {
    PreparedFolder scans = scans();
    SampleRules rules = Rules.slices(new Placed(new RandomReverse(), Part.ALL));
    SampleIndex index = scans.index(rules);
    boolean[] positive = new boolean[index.size()];
    positive[0] = true;
    EpochOrder order =
        new EpochOrder(
            index,
            EpochOrder.Kind.SHUFFLED,
            Optional.of(BalancedSampler.ofTruth(positive)),
            6,
            1 << 30,
            4);
    List<SampleRef> first =
        refs(order, order.epoch(1)).stream().filter(ref -> ref.sample() == 0).toList();
    assertThat(first).hasSizeBetween(8, 27); // half of 35, give or take
    assertThat(first).extracting(SampleRef::occurrence).doesNotHaveDuplicates();
    BatchMaker maker = scans.maker(rules, 6);
    Set<String> looks = new LinkedHashSet<>();
    for (SampleRef ref : first) {
      looks.add(Arrays.toString(maker.make(1, List.of(ref)).inputs()));
    }
    assertThat(looks).hasSizeGreaterThan(1); // each time it is turned anew
  }

  @Test
  void ordersBatchesThatAreTheSameWhereverTheyAreMade() throws IOException {
    PreparedFolder scans = scans();
    SampleRules rules = Rules.slices(new Placed(new RandomReverse(), Part.ALL));
    EpochOrder order = scans.order(rules, 3 * scans.scan(0).facts().bytes(), 4);
    List<Batch> here = new ArrayList<>();
    try (BatchLoader loader = new BatchLoader(order, scans.maker(rules, 6), scans, 2)) {
      loader.epoch(3).forEachRemaining(here::add);
    }
    List<Batch> there = new ArrayList<>();
    for (int first = 0; first < order.batches(); first += 2) {
      byte[] sent =
          order
              .epoch(3)
              .chunk(PreparedFolder.PLAN, first, 2)
              .json()
              .getBytes(StandardCharsets.UTF_8);
      ChunkOrder read = ChunkOrder.parse(sent, "order");
      assertThat(read.firstBatch()).isEqualTo(first);
      BatchMaker maker = scans.maker(rules, read.seed());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BatchFile.write(read.batches().size(), n -> maker.make(read, n), out);
      BatchFile.Reader reader = new BatchFile.Reader(new ByteArrayInputStream(out.toByteArray()));
      for (int n = 0; n < reader.count(); n++) {
        there.add(reader.next());
      }
    }
    assertThat(Bits.of(there)).isDeepEqualTo(Bits.of(here));
  }

  private PreparedFolder scans() throws IOException {
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    Random random = new Random(7);
    for (int n = 0; n < SCANS; n++) {
      scans.add(PreparedScanTest.sample(new GridShape(4, 3, 5), 1, 1, true, random));
    }
    return scans;
  }

  private static List<SampleRef> refs(EpochOrder order, EpochOrder.Epoch visits) {
    List<SampleRef> refs = new ArrayList<>();
    for (int b = 0; b < order.batches(); b++) {
      refs.addAll(visits.batch(b));
    }
    return refs;
  }

  private static List<String> ids(EpochOrder order, EpochOrder.Epoch visits) {
    return refs(order, visits).stream().map(SampleRef::id).toList();
  }
}
