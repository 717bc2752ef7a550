package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.problems.BadInputException;
import scanmill.transforms.Clahe;
import scanmill.transforms.HistogramClipping;
import scanmill.transforms.NormalizeInstance;
import scanmill.transforms.Part;
import scanmill.transforms.Placed;
import scanmill.transforms.RandomReverse;
import scanmill.transforms.RandomTransform;
import scanmill.transforms.RegionCropped;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class PreparationTest {
  private static final Grid STACK = Grid.of(new GridShape(12, 12, 2), new Spacing(1, 1, 1));

  private static Config config(String transformation, String more) {
    String json =
        """
        {"loader_parameters": {"target_suffix": ["_seg-manual"], "slice_axis": "axial",
           "contrast_params": {"training_validation": ["T2w"]}},
         "default_model": {"name": "Unet", "depth": 2},
         %s
         "transformation": {%s}}
        """
            .formatted(more, transformation);
    return Config.parse(json, "config.json").config();
  }

  private static Volume ramp() {
    float[] data = new float[STACK.shape().length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = v % 29;
    }
    return new Volume(STACK, data);
  }

  @Test
  void clipsAndEqualisesAtInferenceExactlyAsInTraining() {
    Preparation preparation =
        Preparation.of(
            config(
                "\"RandomReverse\": {}, \"HistogramClipping\": {}, \"Clahe\": {},"
                    + " \"NormalizeInstance\": {}",
                ""));

    List<RandomTransform> training =
        preparation.onWindows(Phase.TRAINING).stream().map(Placed::transform).toList();
    List<RandomTransform> testing =
        preparation.onWindows(Phase.TESTING).stream().map(Placed::transform).toList();

    assertThat(testing)
        .containsExactly(
            new HistogramClipping(5, 95), new Clahe(3, List.of(8, 8)), new NormalizeInstance(true));
    assertThat(training.get(0)).isEqualTo(new RandomReverse());
    assertThat(training.subList(1, 4)).isEqualTo(testing);
    assertThat(preparation.onWindows(Phase.TESTING))
        .allMatch(placed -> placed.parts().equals(Set.of(Part.IMAGE)));
  }

  @Test
  void doesInAPhaseWhatTheConfigurationSaysForIt() {
    Preparation preparation =
        Preparation.of(config("\"Clahe\": {\"dataset_type\": [\"training\"]}", ""));

    assertThat(preparation.onWindows(Phase.TRAINING)).hasSize(1);
    assertThat(preparation.onWindows(Phase.VALIDATION)).isEmpty();
    assertThat(preparation.onWindows(Phase.TESTING)).isEmpty();
  }

  @Test
  void leavesWhatIsDoneByChanceToTraining() {
    Preparation preparation =
        Preparation.of(config("\"HistogramClipping\": {\"probability\": 0.25}", ""));

    Placed placed = preparation.onWindows(Phase.TRAINING).get(0);
    assertThat(placed.probability()).isEqualTo(0.25);
    assertThat(preparation.onWindows(Phase.TESTING)).isEmpty();
    SplittableRandom random = new SplittableRandom(1);
    int done = 0;
    for (int n = 0; n < 400; n++) {
      done += placed.apply(Sample.of(List.of(ramp())), random).history().size();
    }
    assertThat(done).isBetween(70, 130);
  }

  @Test
  void preparesWholeScansAlwaysAndRefusesToDoSoByChance() {
    assertThatThrownBy(
            () ->
                Preparation.of(
                    config("\"CenterCrop\": {\"size\": [4, 4], \"probability\": 0.5}", "")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("transformation.CenterCrop.probability");
  }

  @Test
  void cropsEachSliceAboutTheRegionAndRefusesAScanWithoutOne() {
    Preparation preparation = Preparation.of(config("\"ROICrop\": {\"size\": [4, 6]}", ""));
    int[] region = new int[STACK.shape().length()];
    region[STACK.shape().index(3, 5, 0)] = 1;
    region[STACK.shape().index(8, 8, 1)] = 1;
    Sample scan = Sample.of(List.of(ramp()));

    Sample prepared = preparation.prepare(scan.withRegion(new LabelMap(STACK, region)));

    assertThat(prepared.grid().shape()).isEqualTo(new GridShape(4, 6, 2));
    assertThat(prepared.history().get(1).transform())
        .isEqualTo(new RegionCropped(List.of(List.of(1, 2), List.of(6, 5)), List.of(4, 6)));
    assertThatThrownBy(() -> preparation.prepare(scan))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("roi-crop-no-region");
  }

  @Test
  void cropsAboutTheIntensitiesWithoutARegionLikeIvadomedIfAskedTo() {
    Preparation preparation =
        Preparation.of(config("\"ROICrop\": {\"size\": [4, 6]}", "\"compat\": \"ivadomed-2.9\","));

    assertThat(preparation.prepare(List.of(ramp())).grid().shape())
        .isEqualTo(new GridShape(4, 6, 2));
  }
}
