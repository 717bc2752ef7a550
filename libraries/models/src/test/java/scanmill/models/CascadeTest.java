package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.configuration.DetectedBoxes;
import scanmill.engine.Device;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.transforms.Sample;
import scanmill.volumes.Affine;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/** One model finds, another looks closely. */
class CascadeTest {
  private static final String JSON =
      "{%s 'loader_parameters': {'target_suffix': ['_seg-manual'], 'slice_axis': 'axial',"
          + " 'contrast_params': {'training_validation': ['T2w']}},"
          + " 'default_model': {'depth': 1, 'n_filters': 2, 'is_2d': false} %s}";
  private static final String COMPAT = "'compat': 'ivadomed-2.9',";
  private static final String TWICE =
      ", 'object_detection_params': {'object_detection_path': 'finder', 'safety_factor': [2, 1, 1]}";
  private static final GridShape SHAPE = new GridShape(20, 18, 12);
  private static final BoundingBox LARGE = new BoundingBox(3, 6, 4, 8, 2, 5);
  private static final BoundingBox SMALL = new BoundingBox(14, 15, 10, 11, 7, 9);

  @TempDir Path folder;

  /** Ones where there is an object. Axes are RAS as networks of axial slices see them. */
  private static Sample scan(BoundingBox... objects) {
    float[] data = new float[SHAPE.length()];
    for (BoundingBox box : objects) {
      fill(data, box);
    }
    Grid grid = new Grid(SHAPE, Affine.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0));
    return Sample.of(List.of(new Volume(grid, data)));
  }

  private static void fill(float[] data, BoundingBox box) {
    for (int k = box.k0(); k <= box.k1(); k++) {
      for (int j = box.j0(); j <= box.j1(); j++) {
        for (int i = box.i0(); i <= box.i1(); i++) {
          data[SHAPE.index(i, j, k)] = 1;
        }
      }
    }
  }

  private static float[] ones(BoundingBox... boxes) {
    float[] data = new float[SHAPE.length()];
    for (BoundingBox box : boxes) {
      fill(data, box);
    }
    return data;
  }

  private static Cascade.Stage stage(FakeNetwork network, String... parts) {
    Config config = SegmenterTest.config(JSON, parts);
    return new Cascade.Stage(network, new Segmenter(network, config, 1), config);
  }

  /** Sees the object everywhere. */
  private static FakeNetwork eager() {
    return FakeNetwork.of(
        3,
        input -> {
          float[] says = new float[input.size()];
          Arrays.fill(says, 1);
          return Tensor.of(says, input.shape());
        });
  }

  private static Cascade cascade(DetectedBoxes objects, String... parts) {
    return new Cascade(List.of(stage(FakeNetwork.copy(3), "", ""), stage(eager(), parts)), objects);
  }

  /** ivadomed loses the last voxel along every axis. */
  @Test
  void keepsTheLastVoxelsOfWhatWasFound() {
    Cascade.Finding finding =
        cascade(DetectedBoxes.LARGEST, "", "").predict(scan(LARGE, SMALL), SideFacts.NONE);

    assertThat(finding.boxes()).containsExactly(LARGE);
    assertThat(finding.probabilities().channel(0)).isEqualTo(ones(LARGE));
    Cascade like = cascade(DetectedBoxes.LARGEST, COMPAT, "");
    assertThat(like.predict(scan(LARGE, SMALL), SideFacts.NONE).probabilities().channel(0))
        .isEqualTo(ones(new BoundingBox(3, 5, 4, 7, 2, 4)));
  }

  @Test
  void looksAtEachOfSeveralObjects() {
    Cascade.Finding finding =
        cascade(DetectedBoxes.ALL, "", "").predict(scan(LARGE, SMALL), SideFacts.NONE);

    assertThat(finding.boxes()).containsExactly(LARGE, SMALL);
    assertThat(finding.probabilities().channel(0)).isEqualTo(ones(LARGE, SMALL));
  }

  @Test
  void looksWhereItIsTold() {
    Cascade cascade = cascade(DetectedBoxes.LARGEST, "", "");

    assertThat(
            cascade.looking(DetectedBoxes.ALL).predict(scan(LARGE, SMALL), SideFacts.NONE).boxes())
        .containsExactly(LARGE, SMALL);
    assertThat(cascade.predict(scan(LARGE, SMALL), SideFacts.NONE).boxes()).containsExactly(LARGE);
  }

  /**
   * What the second model says where it looks is 1 on one half of its window; mirrored, on both.
   */
  @Test
  void mirrorsTheModelThatWasAskedFor() {
    FakeNetwork half =
        FakeNetwork.of(
            3,
            input -> {
              float[] says = new float[input.size()];
              Arrays.fill(says, 0, says.length / 2, 1); // the lower half of the first axis
              return Tensor.of(says, input.shape());
            });
    Cascade cascade =
        new Cascade(
            List.of(stage(FakeNetwork.copy(3), "", ""), stage(half, "", "")),
            DetectedBoxes.LARGEST);

    float[] straight = cascade.predict(scan(LARGE), SideFacts.NONE).probabilities().channel(0);
    float[] mirrored =
        cascade.flipped(List.of(0)).predict(scan(LARGE), SideFacts.NONE).probabilities().channel(0);

    int low = SHAPE.index(3, 4, 2);
    int high = SHAPE.index(6, 4, 2);
    assertThat(new float[] {straight[low], straight[high]}).containsExactly(1, 0);
    assertThat(new float[] {mirrored[low], mirrored[high]}).containsExactly(0.5f, 0.5f);
    assertThatThrownBy(() -> cascade.flipped(List.of(3)))
        .hasMessageContaining("flips-axes")
        .hasMessageContaining("0 to 2");
  }

  /** ivadomed fails here, and keeps boxes of other scans. */
  @Test
  void saysSoWhereNothingIsFound() {
    Cascade cascade = cascade(DetectedBoxes.LARGEST, "", TWICE);
    Cascade.Finding before = cascade.predict(scan(LARGE), SideFacts.NONE);
    Cascade.Finding nothing = cascade.predict(scan(), SideFacts.NONE);
    Cascade.Finding other = cascade.predict(scan(SMALL), SideFacts.NONE);

    assertThat(before.found()).isTrue();
    assertThat(nothing.found()).isFalse();
    assertThat(nothing.probabilities().channel(0)).containsOnly(0f);
    assertThat(other.boxes()).containsExactly(SMALL.scaled(2, 1, 1));
  }

  @Test
  void looksAroundWhatWasFoundBySafetyFactorAndBeyondTheBorder() {
    Cascade.Finding finding =
        cascade(DetectedBoxes.LARGEST, "", TWICE).predict(scan(LARGE), SideFacts.NONE);

    // 4 voxels along i become 8, two more on either side.
    assertThat(finding.boxes()).containsExactly(new BoundingBox(1, 8, 4, 8, 2, 5));
    assertThat(finding.probabilities().channel(0))
        .isEqualTo(ones(new BoundingBox(1, 8, 4, 8, 2, 5)));
    BoundingBox border = new BoundingBox(17, 19, 0, 1, 0, 11);
    assertThat(
            cascade(DetectedBoxes.LARGEST, "", TWICE)
                .predict(scan(border), SideFacts.NONE)
                .probabilities()
                .channel(0))
        .isEqualTo(ones(new BoundingBox(16, 19, 0, 1, 0, 11)));
  }

  @Test
  void cutsOnTheGridOfItsOwnVoxelsAndFillsPatches() {
    List<List<Integer>> shapes = new ArrayList<>();
    FakeNetwork network =
        FakeNetwork.of(
            3,
            input -> {
              shapes.add(Arrays.stream(input.shape()).boxed().toList());
              return input;
            });
    Cascade.Stage fine =
        stage(
            network,
            "",
            ", 'transformation': {'Resample': {'hspace': 0.5, 'wspace': 0.5, 'dspace': 1}}");
    Cascade.Stage patches =
        new Cascade.Stage(
            network,
            new Segmenter(
                network,
                SegmenterTest.config(
                    JSON.replace(
                        "'is_2d': false",
                        "'is_2d': false, 'length_3D': [4, 4, 4], 'stride_3D': [2, 2, 2]"),
                    "",
                    ""),
                1),
            SegmenterTest.config(
                JSON.replace(
                    "'is_2d': false",
                    "'is_2d': false, 'length_3D': [4, 4, 4], 'stride_3D': [2, 2, 2]"),
                "",
                ""));
    Cascade.Stage finder = stage(FakeNetwork.copy(3), "", "");

    ProbabilityMap found =
        new Cascade(List.of(finder, fine), DetectedBoxes.LARGEST)
            .predict(scan(LARGE), SideFacts.NONE)
            .probabilities();
    assertThat(found.grid()).isEqualTo(scan().grid());
    // 4 x 5 x 4 voxels of 1 x 1 x 2 mm; corners of the resampled grid stay, so a voxel more may fit
    List<Integer> first = shapes.get(0);
    assertThat(first.get(2)).isBetween(8, 9);
    assertThat(first.get(3)).isBetween(10, 11);
    assertThat(first.get(4)).isBetween(8, 9);
    assertThat(found.volume(0).at(4, 6, 3)).isGreaterThan(0.9f);
    assertThat(found.volume(0).at(10, 6, 3)).isZero();

    shapes.clear();
    ProbabilityMap inPatches =
        new Cascade(List.of(finder, patches), DetectedBoxes.LARGEST)
            .predict(scan(LARGE), SideFacts.NONE)
            .probabilities();
    assertThat(shapes).containsOnly(List.of(1, 1, 4, 4, 4)).hasSize(2); // 4 x 6 x 4 in two
    assertThat(inPatches.channel(0)).isEqualTo(ones(LARGE));
  }

  @Test
  void makesARegionOfInterestOfWhatWasFound() {
    Cascade.Stage about =
        stage(eager(), "", ", 'transformation': {'ROICrop': {'size': [4, 4, 4]}}");
    Cascade.Finding finding =
        new Cascade(List.of(stage(FakeNetwork.copy(3), "", ""), about), DetectedBoxes.LARGEST)
            .predict(scan(new BoundingBox(8, 11, 8, 11, 4, 7)), SideFacts.NONE);

    assertThat(finding.probabilities().channel(0))
        .isEqualTo(ones(new BoundingBox(8, 11, 8, 11, 4, 7)));
  }

  @Test
  void isDeclaredInAPackageThatHoldsTheOtherOne() throws IOException {
    Path second = write(folder, "second", TWICE);
    assertThatThrownBy(() -> open(second))
        .hasMessageContaining("cascade-model-missing")
        .hasMessageContaining("finder");
    String alone = ModelPackage.open(second).digest();

    write(second, "finder", "");
    ModelPackage model = ModelPackage.open(second);
    assertThat(model.files().stream().map(model::nameOf))
        .contains("second.onnx", "finder/finder.onnx", "finder/finder.json");
    assertThat(model.digest()).isNotEqualTo(alone);
    assertThat(Cascade.declared(model.config())).isTrue();
    try (Cascade cascade = open(second)) {
      assertThat(cascade.predict(scan(LARGE), SideFacts.NONE).probabilities().grid())
          .isEqualTo(scan().grid());
    }
  }

  @Test
  void refusesModelsThatNameEachOther() throws IOException {
    Path finder = write(folder, "finder", TWICE);
    assertThatThrownBy(() -> open(finder)).hasMessageContaining("cascade-too-long");
  }

  private static Cascade open(Path model) throws IOException {
    return Cascade.open(ModelPackage.open(model), Device.CPU, 1, SegmenterSettings.DEFAULT);
  }

  static Path write(Path parent, String name, String more) throws IOException {
    return write(parent, name, more, 1);
  }

  static Path write(Path parent, String name, String more, long seed) throws IOException {
    Config config = SegmenterTest.config(JSON, "", more);
    Architecture network = Network.of(config);
    Provenance provenance =
        new Provenance(
            "run-1",
            "2026-01-01T00:00:00Z",
            Map.of("scanmill", "0.1"),
            "cpu",
            1,
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    return ModelPackage.write(
            parent, name, config, network, Weights.initial(network, seed), provenance)
        .folder();
  }
}
