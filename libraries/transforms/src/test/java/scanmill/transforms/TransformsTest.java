package scanmill.transforms;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/** What every entry of the catalogue promises. */
class TransformsTest {
  private static final List<Grid> GRIDS =
      List.of(
          Grid.of(new GridShape(22, 18, 14), new Spacing(1, 1.5, 2)),
          Grid.of(new GridShape(33, 28, 1), new Spacing(0.5, 0.5, 3)));

  /** Arguments to try each name with; a name without any is tried with none. */
  private static final Map<String, String> ARGUMENTS =
      Map.ofEntries(
          entry("Resample", "{'hspace': 0.75, 'wspace': 1.25, 'dspace': 1}"),
          entry("CenterCrop", "{'size': [20, 24]}"),
          entry("RandomAffine", "{'degrees': 20, 'translate': [0.1, 0.1], 'scale': [0.1, 0.1]}"),
          entry("ElasticTransform", "{'alpha_range': [9, 12], 'sigma_range': [2.5, 3], 'p': 1}"),
          entry("RandomShiftIntensity", "{'shift_range': [5, 10], 'prob': 1}"),
          entry("RandomGamma", "{'log_gamma_range': [-0.5, 0.5], 'p': 1}"),
          entry("ROICrop", "{'size': [24, 22]}"),
          entry("BoundingBoxCrop", "{'start': [2, -1], 'size': [26, 24]}"),
          entry("NormalizeDataset", "{'mean': [0.25], 'std': [2]}"),
          entry("RegionCropped", "{'starts': [[1, -2]], 'size': [30, 29]}"),
          entry("OneOf", "{'transforms': {'RandomReverse': {}, 'HistogramClipping': null}}"),
          entry("RandomBiasField", "{'coefficients': 0.5, 'order': 3, 'p': 1}"),
          entry("RandomBlur", "{'sigma_range': [0.5, 2], 'p': 1}"),
          entry("DilateGT", "{'dilation_factor': 0.2}"),
          entry("Biased", "{'coefficients': [0.1, 0.2, 0.3, 0.4], 'order': 1}"),
          entry("Blurred", "{'sigma': 1.5}"),
          entry("Reorient", "{'to': 'SAR'}"),
          entry(
              "Affined",
              "{'degrees': 9.5, 'axes': [0, 1], 'scale': [1.1, 0.9, 1], 'translation': [1, -2, 0]}"),
          entry("Reversed", "{'i': true, 'j': false, 'k': true}"),
          entry("Deformed", "{'alpha': 10, 'sigma': 3, 'seed': 4503599627370496}"),
          entry("ShiftedIntensity", "{'offset': -3.5}"),
          entry("GammaCorrected", "{'gamma': 1.5}"),
          entry("Noised", "{'mean': 0, 'std': 0.5, 'seed': 7}"));

  static Stream<RandomTransform> everyEntry() {
    return Transforms.CATALOG.names().stream()
        .map(name -> read(name, ARGUMENTS.getOrDefault(name, "{}")));
  }

  private static RandomTransform read(String name, String arguments) {
    return Transforms.CATALOG.read(
        name, StrictJson.parse(arguments.replace('\'', '"'), ""), "transformation." + name);
  }

  /** Each entry drawn for a grid, and that grid. */
  static Stream<Arguments> everyChange() {
    return everyEntry()
        .flatMap(
            entry ->
                GRIDS.stream()
                    .filter(grid -> !(entry instanceof RegionCropped) || grid.shape().k() == 1)
                    .map(grid -> arguments(entry.draw(new SplittableRandom(4), on(grid)), grid)));
  }

  private static Sample on(Grid grid) {
    return Phantom.sample(Phantom.ellipsoid(grid, 0.6));
  }

  @ParameterizedTest
  @MethodSource("everyEntry")
  void comesBackFromItsOwnJson(RandomTransform entry) {
    String name = Transforms.CATALOG.nameOf(entry);

    assertThat(Transforms.CATALOG.read(name, Transforms.CATALOG.write(entry), name))
        .isEqualTo(entry);
  }

  @ParameterizedTest
  @MethodSource("everyEntry")
  void drawsTheSameFromTheSameStateAndFitsBothDimensions(RandomTransform entry) {
    for (Grid grid : GRIDS) {
      Transform drawn = entry.draw(new SplittableRandom(2), on(grid));

      assertThat(entry.draw(new SplittableRandom(2), on(grid))).isEqualTo(drawn);
      assertThat(entry.forDimensions(2).forDimensions(2)).isEqualTo(entry.forDimensions(2));
      assertThat(entry.forDimensions(3).getClass()).isEqualTo(entry.getClass());
    }
  }

  @ParameterizedTest
  @MethodSource("everyChange")
  void keepsAllPartsOnOneGridAndLeavesItsArgumentsAlone(Transform change, Grid grid) {
    Sample sample = Phantom.sample(Phantom.ellipsoid(grid, 0.6));

    Sample changed = sample.apply(change);

    assertThat(changed.truth().orElseThrow().grid()).isEqualTo(changed.grid());
    assertThat(changed.region().orElseThrow().grid()).isEqualTo(changed.grid());
    assertThat(changed.history()).containsExactly(new Applied(change, grid));
    assertThat(sample.channels().get(0).data()).isEqualTo(Phantom.ellipsoid(grid, 0.6).data());
    if (!change.geometric()) {
      assertThat(changed.grid()).isEqualTo(grid);
      assertThat(changed.region().orElseThrow().data())
          .isEqualTo(sample.region().orElseThrow().data());
    }
    if (!change.changes().contains(Part.TRUTH)) {
      assertThat(changed.truth()).isEqualTo(sample.truth());
    }
    if (!change.changes().contains(Part.IMAGE)) {
      assertThat(changed.channels()).isEqualTo(sample.channels());
    }
  }

  @ParameterizedTest
  @MethodSource("everyChange")
  void inventsNoLabelAndStaysWithinProbabilities(Transform change, Grid grid) {
    float[] noise = Phantom.noise(grid, 6).data();
    int[] labels = IntStream.range(0, noise.length).map(v -> noise[v] < 0.5 ? 0 : 70_000).toArray();

    LabelMap moved = change.apply(new LabelMap(grid, labels));
    ProbabilityMap soft = change.apply(new ProbabilityMap(grid, new float[][] {noise}));

    assertThat(IntStream.of(moved.data()).distinct().sorted()).containsExactly(0, 70_000);
    for (float value : soft.channel(0)) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @ParameterizedTest
  @MethodSource("everyChange")
  void bringsAPredictionBackOntoTheGridItCameFrom(Transform change, Grid grid) {
    ProbabilityMap truth = Phantom.soft(Phantom.ellipsoid(grid, 0.5));

    ProbabilityMap back = change.undo(change.apply(truth), grid);

    assertThat(back.grid()).isEqualTo(grid);
    if (!change.geometric()) {
      assertThat(change.undo(truth, grid).channel(0)).isEqualTo(truth.channel(0));
      return;
    }
    assertThat(Phantom.dice(back.channel(0), truth.channel(0)))
        .as("%s on %s", change, grid)
        .isGreaterThan(0.85);
  }

  @Test
  void writesAHistoryThatComesBackEqual() {
    Sample sample = Phantom.sample(Phantom.ellipsoid(GRIDS.get(0), 0.6));
    List<RandomTransform> entries =
        everyEntry().filter(entry -> !(entry instanceof RegionCropped)).toList();
    for (RandomTransform entry : entries) {
      sample = sample.apply(entry.draw(new SplittableRandom(1), sample));
    }
    History history = History.of(sample);

    String written = StrictJson.pretty(history.toJson());

    assertThat(History.fromJson(StrictJson.parse(written, "history.json"), "history.json"))
        .isEqualTo(history);
    assertThat(history.steps()).hasSize(entries.size());
  }

  @Test
  void writesOneStepAsAPersonWouldReadIt() {
    Sample sample =
        Sample.of(List.of(Phantom.slice(2, 2, 1, 2, 3, 4))).apply(new CenterCrop(List.of(1, 1)));

    assertThat(History.of(sample).toJson().toString())
        .isEqualTo(
            "{'steps':[{'name':'CenterCrop','arguments':{'size':[1,1]},'shape':[2,2,1],'affine':[1.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0,1.0,0.0]}]}"
                .replace('\'', '"'));
  }

  @Test
  void refusesAHistoryWithADistributionOrABrokenGrid() {
    String step =
        "{'steps': [{'name': '%s', 'arguments': {}, 'shape': [2, 2, %d], 'affine':"
            + " [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]}]}";

    assertThatThrownBy(() -> history(step.formatted("RandomReverse", 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("history-not-fixed");
    assertThatThrownBy(() -> history(step.formatted("NormalizeInstance", 0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config-invalid-value");
    assertThat(history(step.formatted("NormalizeInstance", 1)).steps()).hasSize(1);
  }

  private static History history(String json) {
    return History.fromJson(
        StrictJson.parse(json.replace('\'', '"'), "history.json"), "history.json");
  }

  @Test
  void readsArgumentsAsIvadomedWritesThem() {
    assertThat(read("RandomAffine", "{'degrees': 20}"))
        .isEqualTo(new RandomAffine(List.of(20.0), List.of(), List.of()));
    assertThat(read("RandomAffine", "{'degrees': [-5, 10], 'scale': [0.1, 0.2, 0.3]}"))
        .isEqualTo(new RandomAffine(List.of(-5.0, 10.0), List.of(), List.of(0.1, 0.2, 0.3)));
    assertThat(read("RandomAffine", "{}"))
        .isEqualTo(new RandomAffine(List.of(0.0), List.of(), List.of()));
    assertThat(read("Resample", "{'wspace': 0.75, 'hspace': 0.5}"))
        .isEqualTo(new Resample(0.5, 0.75, Optional.empty()));
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThatThrownBy(() -> read("Resampel", "{}"))
        .hasMessageContaining("Did you mean \"Resample\"");
    assertThatThrownBy(() -> read("CenterCrop", "{'sise': [1, 2]}")).hasMessageContaining("size");
    assertThatThrownBy(() -> read("Reorient", "{'to': 'RRS'}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("RRS");
  }

  @Test
  void resamplesAndCropsOnceAndDrawsTheRest() {
    assertThat(everyEntry().filter(RandomTransform::preparation).map(Transforms.CATALOG::nameOf))
        .containsExactly(
            "Resample", "CenterCrop", "ROICrop", "BoundingBoxCrop", "Reorient", "RegionCropped");
  }
}
