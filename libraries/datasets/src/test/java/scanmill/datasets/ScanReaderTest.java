package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class ScanReaderTest {
  private static final GridShape SHAPE = new GridShape(2, 3, 4);
  private static final Grid GRID = Grid.of(SHAPE, new Spacing(1, 1, 2));

  @TempDir Path folder;

  private Path image(String name, Grid grid) throws IOException {
    float[] data = new float[grid.shape().length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = v;
    }
    Path file = folder.resolve(name);
    Nifti.write(file, new Volume(grid, data));
    return file;
  }

  private Path label(String name, LabelMap labels) throws IOException {
    Path file = folder.resolve(name);
    Nifti.write(file, labels);
    return file;
  }

  private static LabelMap lastVoxel(int value) {
    int[] labels = new int[SHAPE.length()];
    labels[labels.length - 1] = value;
    return new LabelMap(GRID, labels);
  }

  private static BidsScan scan(List<Path> images, List<Optional<Path>> truths, Optional<Path> roi) {
    return new BidsScan(
        ScanId.of("01", "T1w"),
        images.stream().map(Optional::of).toList(),
        truths.isEmpty() ? List.of() : List.of(truths),
        roi,
        Map.of());
  }

  @Test
  void turnsLabelsToTheirImageAndTakesAMissingClassForEmpty() throws IOException {
    LabelMap turned = lastVoxel(1).reoriented(new Orientation("LPI"));
    assertThat(turned.at(0, 0, 0)).isEqualTo(1);
    Sample sample =
        ScanReader.read(
            scan(
                List.of(image("sub-01_T1w.nii.gz", GRID)),
                List.of(Optional.of(label("a.nii.gz", turned)), Optional.empty()),
                Optional.of(label("roi.nii", lastVoxel(7)))));
    assertThat(sample.truth().orElseThrow().classes()).isEqualTo(2);
    assertThat(sample.truth().orElseThrow().channel(0)[SHAPE.length() - 1]).isEqualTo(1);
    assertThat(sample.truth().orElseThrow().channel(1)).containsOnly(0);
    assertThat(sample.region().orElseThrow().at(1, 2, 3)).isEqualTo(1);
  }

  @Test
  void readsEveryChannel() throws IOException {
    Sample sample =
        ScanReader.read(
            scan(List.of(image("a.nii", GRID), image("b.nii", GRID)), List.of(), Optional.empty()));
    assertThat(sample.channels()).hasSize(2);
    assertThat(sample.truth()).isEmpty();
  }

  @Test
  void takesAMissingChannelForZeroAndKeepsRatersApart() throws IOException {
    Optional<Path> first = Optional.of(label("first.nii", lastVoxel(1)));
    Optional<Path> second = Optional.of(label("second.nii", lastVoxel(0)));
    Sample sample =
        ScanReader.read(
            new BidsScan(
                ScanId.of("01", "T1w"),
                List.of(Optional.empty(), Optional.of(image("a.nii", GRID))),
                List.of(List.of(first, Optional.empty()), List.of(second, first)),
                Optional.empty(),
                Map.of()));
    assertThat(sample.channels().get(0).data()).containsOnly(0);
    assertThat(sample.channels().get(1).at(1, 2, 3)).isEqualTo(23);
    ProbabilityMap truth = sample.truth().orElseThrow();
    assertThat(truth.classes()).isEqualTo(4);
    assertThat(IntStream.range(0, 4).mapToDouble(c -> truth.channel(c)[23]).toArray())
        .containsExactly(1, 0, 0, 1);
  }

  @Test
  void namesBothGridsWhenALabelLiesElsewhere() throws IOException {
    Grid shifted = new Grid(SHAPE, Affine.of(1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 2, 0));
    BidsScan elsewhere =
        scan(
            List.of(image("sub-01_T1w.nii.gz", GRID)),
            List.of(Optional.of(image("sub-01_T1w_seg.nii.gz", shifted))),
            Optional.empty());
    assertThatThrownBy(() -> ScanReader.read(elsewhere))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "sub-01_T1w.nii.gz has 2x3x4 voxels of 1.000x1.000x2.000 mm, axes RAS,"
                + " first voxel at (0.0, 0.0, 0.0) mm")
        .hasMessageContaining(
            "sub-01_T1w_seg.nii.gz has 2x3x4 voxels of 1.000x1.000x2.000 mm, axes RAS,"
                + " first voxel at (5.0, 0.0, 0.0) mm")
        .hasMessageContaining("[label-other-grid]");
  }

  @Test
  void bearsHeadersThatDifferByRounding() throws IOException {
    Grid rounded = new Grid(SHAPE, Affine.of(1.01, 0, 0, 0.3, 0, 1, 0, -0.2, 0, 0, 2.1, 0));
    BidsScan scan =
        scan(
            List.of(image("sub-01_T1w.nii.gz", GRID)),
            List.of(Optional.of(image("sub-01_T1w_seg.nii.gz", rounded))),
            Optional.empty());
    assertThat(ScanReader.read(scan).truth().orElseThrow().grid()).isEqualTo(GRID);
  }

  @Test
  void refusesALabelThatIsOneVoxelOff() throws IOException {
    Grid off = new Grid(SHAPE, Affine.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 2));
    BidsScan scan =
        scan(
            List.of(image("sub-01_T1w.nii.gz", GRID)),
            List.of(Optional.of(image("sub-01_T1w_seg.nii.gz", off))),
            Optional.empty());
    assertThatThrownBy(() -> ScanReader.read(scan)).hasMessageContaining("[label-other-grid]");
  }

  @Test
  void namesBothGridsWhenALabelHasAnotherSize() throws IOException {
    Grid larger = Grid.of(new GridShape(3, 3, 4), new Spacing(1, 1, 2));
    BidsScan other =
        scan(
            List.of(image("sub-01_T1w.nii.gz", GRID)),
            List.of(Optional.of(image("sub-01_T1w_seg.nii.gz", larger))),
            Optional.empty());
    assertThatThrownBy(() -> ScanReader.read(other))
        .hasMessageContaining("2x3x4 voxels")
        .hasMessageContaining("3x3x4 voxels");
  }
}
