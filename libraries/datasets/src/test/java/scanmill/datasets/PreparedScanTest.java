package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Patch;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

class PreparedScanTest {
  @TempDir Path folder;

  @Test
  void cutsEveryWindowAsOutOfTheArraysThemselves() throws IOException {
    Random random = new Random(1);
    for (int n = 0; n < 60; n++) {
      // Wide grids are read row by row, narrow ones several rows at once.
      GridShape shape =
          new GridShape(1 + random.nextInt(90), 1 + random.nextInt(9), 1 + random.nextInt(9));
      boolean soft = n % 2 == 0;
      Sample sample = sample(shape, 2, 2, soft, random);
      PreparedFolder scans =
          new PreparedFolder(folder.resolve("" + n), 1, 3, PreparedFolder::slices);
      assertThat(scans.add(sample).binary()).isEqualTo(!soft);
      for (int w = 0; w < 20; w++) {
        Window window =
            new Window(
                random.nextInt(shape.i()),
                random.nextInt(shape.j()),
                random.nextInt(shape.k()),
                new GridShape(
                    1 + random.nextInt(40), 1 + random.nextInt(9), 1 + random.nextInt(9)));
        Sample cut = scans.scan(0).cut(window, 0);
        assertThat(cut.grid()).isEqualTo(sample.grid().window(window));
        for (int c = 0; c < 2; c++) {
          assertThat(cut.channels().get(c).data())
              .isEqualTo(Patch.of(sample.channels().get(c).data(), shape, window));
          assertThat(cut.truth().orElseThrow().channel(c))
              .isEqualTo(Patch.of(sample.truth().orElseThrow().channel(c), shape, window));
        }
      }
    }
  }

  @Test
  void readsRowsThatAreLongerThanItsBuffer() throws IOException {
    GridShape shape = new GridShape(300_000, 2, 1);
    Sample sample = sample(shape, 1, 1, true, new Random(2));
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    scans.add(sample);
    assertThat(scans.scan(0).cut(Window.all(shape), 0).channels().get(0).data())
        .isEqualTo(sample.channels().get(0).data());
  }

  @Test
  void knowsOneRaterFromAnotherAndWhatTheySayTogether() throws IOException {
    GridShape shape = new GridShape(2, 1, 1);
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    PreparedFolder scans = new PreparedFolder(folder, 2, 2, PreparedFolder::slices);
    PreparedFacts facts =
        scans.add(
            Sample.of(List.of(new Volume(grid, new float[] {5, 6})))
                .withTruth(
                    // Classes a and b of the first rater, then of the second.
                    new ProbabilityMap(grid, new float[][] {{1, 0}, {0, 1}, {1, 1}, {0, 0}})));
    assertThat(facts.raters()).isEqualTo(2);
    assertThat(facts.classes()).isEqualTo(2);
    Window all = Window.all(shape);
    ProbabilityMap second = scans.scan(0).cut(all, 1).truth().orElseThrow();
    assertThat(second.channel(0)).containsExactly(1, 1);
    assertThat(second.channel(1)).containsExactly(0, 0);
    ProbabilityMap mean = scans.scan(0).cut(all).truth().orElseThrow();
    assertThat(mean.channel(0)).containsExactly(1, 0.5f);
    assertThat(mean.channel(1)).containsExactly(0, 0.5f);
  }

  @Test
  void keepsTheRegionAndPositionsOfEachClass() throws IOException {
    GridShape shape = new GridShape(40, 40, 4);
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    float[] many = new float[shape.length()];
    float[] few = new float[shape.length()];
    int[] region = new int[shape.length()];
    for (int v = 0; v < many.length; v++) {
      many[v] = v % 2;
      region[v] = v % 3 == 0 ? 1 : 0;
    }
    few[17] = 1;
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    PreparedFacts facts =
        scans.add(
            Sample.of(List.of(new Volume(grid, many)))
                .withTruth(new ProbabilityMap(grid, new float[][] {many, few}))
                .withRegion(new LabelMap(grid, region)));
    assertThat(facts.foreground()).containsExactly(PreparedFile.MOST_FOREGROUND, 1);
    assertThat(facts.regionVoxels()).hasSize(4).startsWith(534);
    PreparedScan scan = scans.scan(0);
    assertThat(scan.foreground(1, 0)).isEqualTo(17);
    for (int n = 0; n < PreparedFile.MOST_FOREGROUND; n++) {
      assertThat(many[scan.foreground(0, n)]).isEqualTo(1);
    }
    assertThat(scan.foreground(0, PreparedFile.MOST_FOREGROUND - 1)).isGreaterThan(6000);
    Window window = new Window(3, 0, 1, new GridShape(4, 1, 1));
    assertThat(scan.cutRegion(window).data()).containsExactly(0, 0, 1, 0); // voxels 1603 to 1606
  }

  @Test
  void tellsFactsThatAreReadBackEqual() throws IOException {
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    PreparedFacts facts = scans.add(sample(new GridShape(5, 4, 3), 2, 2, true, new Random(3)));
    Path file = folder.resolve(facts.key().facts());
    assertThat(PreparedFacts.read(file)).isEqualTo(facts);
    Path voxels = folder.resolve(facts.key().voxels());
    assertThat(facts.bytes()).isEqualTo(Files.size(voxels));
    assertThat(facts.sha256()).isEqualTo(ContentDigest.of(voxels));
    Files.writeString(file, facts.json().replace("scanmill-prepared-1", "scanmill-prepared-0"));
    assertThatThrownBy(() -> PreparedFacts.read(file)).isInstanceOf(BadInputException.class);
  }

  @Test
  void writesTheSameBytesTwiceAndNoHalfFile() throws IOException {
    Sample sample = sample(new GridShape(5, 4, 3), 1, 1, true, new Random(4));
    PreparedFacts first = PreparedFolder.ofSlices(folder.resolve("a")).add(sample);
    PreparedFacts second = PreparedFolder.ofSlices(folder.resolve("b")).add(sample);
    assertThat(first).isEqualTo(second);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(4).noneMatch(p -> p.endsWith(".part"));
    }
  }

  @Test
  void saysSoWhenTheFileIsShortOrGone() throws IOException {
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    PreparedFacts facts = scans.add(sample(new GridShape(5, 4, 3), 1, 1, true, new Random(5)));
    Path voxels = folder.resolve(facts.key().voxels());
    try (FileChannel file = FileChannel.open(voxels, StandardOpenOption.WRITE)) {
      file.truncate(facts.bytes() / 2);
    }
    Window last = Window.slice(facts.grid().shape(), 2);
    assertThatThrownBy(() -> scans.scan(0).cut(last, 0)).isInstanceOf(EOFException.class);
    Files.delete(voxels);
    assertThatThrownBy(() -> scans.scan(0).cut(last, 0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void measuresEveryChannel() throws IOException {
    Grid grid = Grid.of(new GridShape(4, 1, 1), new Spacing(1, 1, 1));
    PreparedFacts facts =
        PreparedFolder.ofSlices(folder)
            .add(Sample.of(List.of(new Volume(grid, new float[] {1, 3, 5, 7}))));
    Moments moments = facts.moments().get(0);
    assertThat(moments).isEqualTo(new Moments(4, 4, 20));
    assertThat(moments.deviation()).isEqualTo(Math.sqrt(5));
    // 1 3 5 7 and 10 10 together: mean 6, squares 25 + 9 + 1 + 1 + 16 + 16
    assertThat(moments.plus(new Moments(2, 10, 0))).isEqualTo(new Moments(6, 6, 68));
    assertThat(Moments.NONE.plus(moments)).isEqualTo(moments);
    assertThat(Moments.NONE.plus(Moments.NONE)).isEqualTo(Moments.NONE);
  }

  static Sample sample(GridShape shape, int channels, int classes, boolean soft, Random random) {
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    Stream<Volume> images =
        Stream.generate(
            () -> {
              float[] data = new float[shape.length()];
              for (int v = 0; v < data.length; v++) {
                data[v] = random.nextFloat() - 0.5f;
              }
              return new Volume(grid, data);
            });
    float[][] truth = new float[classes][shape.length()];
    for (float[] values : truth) {
      for (int v = 0; v < values.length; v++) {
        values[v] = soft ? random.nextFloat() : random.nextInt(2);
      }
    }
    return Sample.of(images.limit(channels).toList()).withTruth(new ProbabilityMap(grid, truth));
  }
}
