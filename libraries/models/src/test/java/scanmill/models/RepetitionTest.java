package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.transforms.Sample;
import scanmill.volumes.ProbabilityMap;

/** Predictions that are repeated to tell how sure they are. */
class RepetitionTest {
  private static final String JSON =
      "{'loader_parameters': {'target_suffix': ['_seg-manual'],"
          + " 'contrast_params': {'training_validation': ['T2w']}},"
          + " 'default_model': {'depth': 1, 'n_filters': 4 %s}, 'transformation': {%s}}";
  private static final String FLIPS = "'RandomReverse': {'dataset_type': ['training']}";
  private static final String TURNS =
      "'RandomAffine': {'degrees': 20, 'translate': [0.1, 0.1], 'dataset_type': ['training']}";

  /** Keeps everything that a repetition says. */
  private record Said(ProbabilityMap steady, List<ProbabilityMap> repeated) {}

  private static Said ask(Segmenter segmenter, Sample sample, Repetition repetition) {
    List<ProbabilityMap> repeated = new ArrayList<>();
    ProbabilityMap steady =
        segmenter.predict(sample, SideFacts.NONE, Optional.of(repetition), repeated::add);
    return new Said(steady, repeated);
  }

  /** ivadomed leaves dropout and augmentation on for its last prediction, too. */
  @Test
  void leavesNothingToChanceInThePredictionItself() throws IOException {
    Config config = SegmenterTest.config(JSON, "", FLIPS + "," + TURNS);
    Architecture network = Network.of(config);
    Weights weights = Weights.initial(network, 5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.write(network, weights, bytes);
    Sample sample = SegmenterTest.waves(20, 18, 3);
    try (SteadyAndDropping predictor =
        new SteadyAndDropping(
            new OnnxPredictor(bytes.toByteArray(), 1),
            new TorchPredictor(network, weights, Device.CPU))) {
      Segmenter segmenter = new Segmenter(predictor, config, 2);
      float[] alone = segmenter.predict(sample).channel(0);

      Said said = ask(segmenter, sample, new Repetition(3, true, true, 7));
      assertThat(said.steady().channel(0)).isEqualTo(alone);
      assertThat(said.repeated()).hasSize(3);
      assertThat(said.repeated().get(0).channel(0)).isNotEqualTo(alone);
      assertThat(said.repeated().get(1).channel(0)).isNotEqualTo(said.repeated().get(0).channel(0));

      Said again = ask(segmenter, sample, new Repetition(3, true, true, 7));
      Said other = ask(segmenter, sample, new Repetition(3, true, true, 8));
      for (int t = 0; t < 3; t++) {
        assertThat(again.repeated().get(t).channel(0)).isEqualTo(said.repeated().get(t).channel(0));
      }
      assertThat(other.repeated().get(0).channel(0))
          .isNotEqualTo(said.repeated().get(0).channel(0));
    }
  }

  @Test
  void dropsBySeedPassAndWindowHoweverManyPassesFitIntoOneWalk() {
    Config config = SegmenterTest.config(JSON, "", "");
    // Each window is told a number that follows from its seed.
    FakeNetwork network =
        new FakeNetwork(
            2,
            1,
            List.of(),
            inputs -> inputs,
            (image, seeds) -> {
              float[] says = new float[image.size()];
              int each = image.size() / image.extent(0);
              for (int v = 0; v < says.length; v++) {
                says[v] = seeds.values()[v / each];
              }
              return Tensor.of(says, image.shape());
            });
    Sample sample = SegmenterTest.waves(8, 8, 4);
    Repetition repetition = new Repetition(5, true, false, 3);
    Segmenter roomy = new Segmenter(network, config, 4);
    // Sample, map, and five maps for who takes them in; two windows; not one map more.
    long memory = 256 * 4 * 7 + 2 * 64 * 4 * (2 + 1 + 32);
    Segmenter tight = roomy.with(SegmenterSettings.DEFAULT.withBatchSize(4).withMemory(memory));

    Said together = ask(roomy, sample, repetition);
    Said oneByOne = ask(tight, sample, repetition);

    for (int t = 0; t < 5; t++) {
      float[] values = together.repeated().get(t).channel(0);
      assertThat(oneByOne.repeated().get(t).channel(0)).isEqualTo(values);
      assertThat(values[0]).isNotEqualTo(values[64]);
    }
    assertThat(tight.bytes(sample.grid().shape(), Optional.of(repetition))).isEqualTo(memory);
  }

  @Test
  void bringsMirroredWindowsBackExactly() {
    Config config = SegmenterTest.config(JSON, "", FLIPS);
    Sample sample = SegmenterTest.waves(7, 6, 3);

    Said said =
        ask(
            new Segmenter(FakeNetwork.copy(2), config, 2),
            sample,
            new Repetition(4, false, true, 1));

    for (ProbabilityMap repeated : said.repeated()) {
      assertThat(repeated.channel(0)).isEqualTo(sample.channels().get(0).data());
    }
  }

  @Test
  void bringsTurnedWindowsBackToWhereTheyWere() {
    Config config = SegmenterTest.config(JSON, "", TURNS);
    Sample smooth = SegmenterTest.disc(24);

    Said said =
        ask(
            new Segmenter(FakeNetwork.copy(2), config, 2),
            smooth,
            new Repetition(4, false, true, 1));

    float[] data = smooth.channels().get(0).data();
    for (ProbabilityMap repeated : said.repeated()) {
      double difference = 0;
      for (int v = 0; v < data.length; v++) {
        difference += Math.abs(repeated.channel(0)[v] - data[v]) / data.length;
      }
      assertThat(difference).isBetween(1e-6, 0.02);
    }
  }

  @Test
  void leavesRubberOutWhichHasNoExactWayBack() {
    String rubber =
        "'ElasticTransform': {'alpha_range': [10, 20], 'sigma_range': [2, 3], 'p': 1.0,"
            + " 'dataset_type': ['training']}";
    Sample sample = SegmenterTest.waves(12, 12, 2);
    Said said =
        ask(
            new Segmenter(FakeNetwork.copy(2), SegmenterTest.config(JSON, "", rubber), 2),
            sample,
            new Repetition(2, false, true, 1));

    assertThat(said.repeated().get(0).channel(0)).isEqualTo(sample.channels().get(0).data());
  }

  @Test
  void followsFromTheConfiguration() {
    String json = JSON.replace("'transformation'", "'uncertainty': %s, 'transformation'");
    assertThat(Repetition.of(SegmenterTest.config(json, "", "{'epistemic': true, 'n_it': 4}", "")))
        .contains(new Repetition(4, true, false, 6));
    assertThat(Repetition.of(SegmenterTest.config(JSON, "", ""))).isEmpty();
    assertThatThrownBy(() -> new Repetition(1, true, false, 6)).hasMessageContaining("twice");
  }
}
