package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.problems.BadInputException;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/** Prepare, segment, restore: with a network that says its input, the result is the scan itself. */
class ScanPathTest {
  private static final String CONFIG =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual"], "slice_axis": "%s",
         "contrast_params": {"training_validation": ["T2w"]}},
       "default_model": {"name": "Unet", "depth": 2 %s},
       "transformation": {"CenterCrop": {"size": [12, 12]}},
       "postprocessing": {%s}}
      """;

  /** Says its input: a network that learnt to copy. */
  private record Copy(int dimensions, List<Integer> batches) implements Predictor {
    @Override
    public Tensor predict(Tensor input) {
      batches.add(input.extent(0));
      return input;
    }

    @Override
    public int inputChannels() {
      return 1;
    }

    @Override
    public OptionalInt outputChannels() {
      return OptionalInt.of(1);
    }

    @Override
    public void close() {}
  }

  @Test
  void bringsThePredictionBackOntoTheScansOwnGrid() {
    for (String axis : List.of("axial", "sagittal", "coronal")) {
      Config config = config(axis, "", "\"binarize_prediction\": {\"thr\": 0.5}");
      Volume scan = cuboid();

      Segmentation segmentation = segment(config, scan, 4);

      assertThat(segmentation.labels().grid()).isEqualTo(scan.grid());
      for (int v = 0; v < scan.data().length; v++) {
        assertThat(segmentation.labels().data()[v]).isEqualTo((int) scan.data()[v]);
      }
    }
  }

  @Test
  void saysTheSameWhateverTheBatchSize() {
    Config config = config("axial", ", \"length_2D\": [6, 5], \"stride_2D\": [4, 3]", "");
    float[] one = segment(config, cuboid(), 1).soft().channel(0);

    assertThat(segment(config, cuboid(), 7).soft().channel(0)).isEqualTo(one);
  }

  @Test
  void setsTheNoiseBelowOnePercentToZero() {
    Config config = config("axial", "", "");
    Volume scan = cuboid();
    float[] faint = scan.data().clone();
    Arrays.fill(faint, 0.009f);

    assertThat(segment(config, new Volume(scan.grid(), faint), 4).soft().channel(0))
        .containsOnly(0f);
  }

  @Test
  void refusesAnotherNumberOfChannels() {
    Config config = config("axial", "", "");
    Sample two = Preparation.of(config).prepare(List.of(cuboid(), cuboid()));
    Segmenter segmenter = new Segmenter(new Copy(2, new ArrayList<>()), config, 4);

    assertThatThrownBy(() -> segmenter.predict(two))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model-channels")
        .hasMessageContaining("1 image");
  }

  /** ivadomed crops around the brightest part of each slice without saying so. */
  @Test
  void refusesToCropAroundARegionThatNobodyGave() {
    Config config =
        Config.parse(
                CONFIG.formatted("axial", "", "").replace("CenterCrop", "ROICrop"), "test.json")
            .config();

    assertThatThrownBy(() -> segment(config, cuboid(), 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("roi-crop-no-region");
  }

  @Test
  void refusesVoxelsThatAreNoNumbers() {
    Config config = config("axial", "", "");
    Volume scan = cuboid();
    float[] broken = scan.data().clone();
    broken[scan.shape().index(4, 5, 3)] = Float.NaN;

    assertThatThrownBy(() -> segment(config, new Volume(scan.grid(), broken), 4))
        .hasMessageContaining("scan-values");
  }

  private static Segmentation segment(Config config, Volume scan, int batchSize) {
    Sample sample = Preparation.of(config).prepare(List.of(scan));
    ProbabilityMap predicted =
        new Segmenter(new Copy(2, new ArrayList<>()), config, batchSize).predict(sample);
    return Restoration.of(config).restore(predicted, History.of(sample));
  }

  private static Config config(String axis, String model, String steps) {
    return Config.parse(CONFIG.formatted(axis, model, steps), "test.json").config();
  }

  /**
   * A left-handed scan, larger than the crop along some axes and smaller along others, with a block
   * of ones.
   */
  private static Volume cuboid() {
    GridShape shape = new GridShape(10, 14, 9);
    Grid grid = new Grid(shape, Affine.of(0, -1, 0, 20, -0.9, 0, 0, 5, 0, 0, -2, 40));
    float[] data = new float[shape.length()];
    for (int k = 3; k < 6; k++) {
      for (int j = 4; j < 9; j++) {
        for (int i = 3; i < 7; i++) {
          data[shape.index(i, j, k)] = 1;
        }
      }
    }
    return new Volume(grid, data);
  }
}
