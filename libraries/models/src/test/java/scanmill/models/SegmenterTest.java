package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Inputs;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.Blend;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/** Any sample through any network: sizes, batches, patches, memory. */
class SegmenterTest {
  private static final String LOADER =
      "'loader_parameters': {'target_suffix': ['_seg-manual'],"
          + " 'contrast_params': {'training_validation': ['T2w']}}";
  private static final String UNET_2D =
      "{" + LOADER + ", 'default_model': {'depth': 2, 'n_filters': 4 %s}, 'transformation': {%s}}";
  private static final String UNET_3D =
      "{" + LOADER + ", 'default_model': {'depth': 1, 'n_filters': 2, 'is_2d': false %s}}";

  /** With each %s replaced by what belongs there. */
  static Config config(String json, String... parts) {
    String filled = json;
    for (String part : parts) {
      filled = filled.replaceFirst("%s", Matcher.quoteReplacement(part));
    }
    return Config.parse(filled.replace('\'', '"'), "test.json").config();
  }

  static Sample waves(int i, int j, int k) {
    GridShape shape = new GridShape(i, j, k);
    float[] data = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = (float) (0.5 + 0.5 * Math.sin(0.37 * v + 1e-3 * v * v));
    }
    return Sample.of(List.of(new Volume(Grid.of(shape, new Spacing(1, 1, 1)), data)));
  }

  /** A smooth disc of ones in the middle of two slices. */
  static Sample disc(int size) {
    GridShape shape = new GridShape(size, size, 2);
    float[] data = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      double i = v % size - size / 2.0;
      double j = v / size % size - size / 2.0;
      data[v] = (float) Math.exp(-(i * i + j * j) / (size / 2.0));
    }
    return Sample.of(List.of(new Volume(Grid.of(shape, new Spacing(1, 1, 1)), data)));
  }

  private static Sample filled(float value, int i, int j, int k) {
    float[] data = waves(i, j, k).channels().get(0).data().clone();
    Arrays.fill(data, value);
    return Sample.of(List.of(new Volume(waves(i, j, k).grid(), data)));
  }

  private static float[] predict(
      Predictor network, Config config, SegmenterSettings settings, Sample sample) {
    return new Segmenter(network, config, settings).predict(sample).channel(0);
  }

  private static OnnxPredictor onnx(Config config, int threads) throws IOException {
    Architecture network = Network.of(config);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.write(network, Weights.initial(network, 5), bytes);
    return new OnnxPredictor(bytes.toByteArray(), threads);
  }

  @Test
  void takesSamplesOfAnySizeInTwoAndThreeDimensions() throws IOException {
    Config flat = config(UNET_2D, "", "");
    Config deep = config(UNET_3D, "");
    Config patches = config(UNET_3D, ", 'length_3D': [16, 16, 16], 'stride_3D': [8, 8, 8]");
    try (OnnxPredictor two = onnx(flat, 1);
        OnnxPredictor three = onnx(deep, 1)) {
      for (Sample sample : List.of(waves(37, 21, 3), waves(5, 64, 1), waves(1, 2, 2))) {
        int voxels = sample.grid().shape().length();
        assertThat(new Segmenter(two, flat, 4).predict(sample).channel(0)).hasSize(voxels);
        assertThat(new Segmenter(three, deep, 1).predict(sample).channel(0)).hasSize(voxels);
        float[] inPatches = new Segmenter(three, patches, 4).predict(sample).channel(0);
        assertThat(inPatches).hasSize(voxels);
        for (float value : inPatches) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
    }
  }

  @Test
  void saysTheSameWhateverBatchAndThreads() throws IOException {
    Config config = config(UNET_2D, ", 'length_2D': [16, 16], 'stride_2D': [10, 12]", "");
    Sample sample = waves(33, 29, 3);
    try (OnnxPredictor one = onnx(config, 1);
        OnnxPredictor two = onnx(config, 2)) {
      float[] alone = new Segmenter(one, config, 1).predict(sample).channel(0);
      assertThat(new Segmenter(one, config, 7).predict(sample).channel(0)).isEqualTo(alone);
      assertThat(new Segmenter(two, config, 100).predict(sample).channel(0)).isEqualTo(alone);
    }
  }

  /** ivadomed divides by the largest value of the batch, so that neighbours change a result. */
  @Test
  void dividesRectifiedOutputsByNothingOfTheirNeighbours() throws IOException {
    Config config = config(UNET_2D, ", 'final_activation': 'relu'", "");
    Sample sample = waves(16, 16, 6);
    float[] bright = sample.channels().get(0).data().clone();
    for (int v = 0; v < 256; v++) {
      bright[v] *= 50;
    }
    Sample other = Sample.of(List.of(new Volume(sample.grid(), bright)));
    try (OnnxPredictor network = onnx(config, 1)) {
      float[] one = new Segmenter(network, config, 1).predict(sample).channel(0);
      assertThat(new Segmenter(network, config, 6).predict(sample).channel(0)).isEqualTo(one);
      float[] beside = new Segmenter(network, config, 6).predict(other).channel(0);
      assertThat(Arrays.copyOfRange(beside, 256, beside.length))
          .isEqualTo(Arrays.copyOfRange(one, 256, one.length));
    }
  }

  /** ivadomed merges slices into the next scan where the last one was left out. */
  @Test
  void keepsSlicesInTheirPlaceWhereOthersAreLeftOut() {
    Config config = config(UNET_2D, "", "");
    FakeNetwork network = FakeNetwork.copy(2);
    Sample first = waves(4, 4, 5);
    float[] data = first.channels().get(0).data().clone();
    Arrays.fill(data, 16, 32, 0.7f); // slice 1
    Arrays.fill(data, 64, 80, 0); // the last slice
    Sample gaps = Sample.of(List.of(new Volume(first.grid(), data)));
    Segmenter segmenter = new Segmenter(network, config, 8);

    float[] found = segmenter.predict(gaps).channel(0);
    float[] next = segmenter.predict(first).channel(0);

    float[] expected = data.clone();
    Arrays.fill(expected, 16, 32, 0);
    assertThat(found).isEqualTo(expected);
    assertThat(next).isEqualTo(first.channels().get(0).data());
  }

  @Test
  void showsSlicesOfOneValueWhereTheConfigurationWantsThem() {
    String json =
        UNET_2D.replace(
            "'contrast_params'",
            "'slice_filter_params': {'filter_empty_input': false}, 'contrast_params'");
    FakeNetwork network = FakeNetwork.copy(2);
    assertThat(
            predict(
                network, config(json, "", ""), SegmenterSettings.DEFAULT, filled(0.4f, 4, 4, 2)))
        .containsOnly(0.4f);
    assertThat(
            predict(
                network, config(UNET_2D, "", ""), SegmenterSettings.DEFAULT, filled(0.4f, 4, 4, 2)))
        .containsOnly(0f);
  }

  @Test
  void weighsPatchesByGaussiansAndLikeIvadomedByMeans() {
    // Two patches of 4 by 8 on 6 by 8: the first says 1, the second 0.
    FakeNetwork network =
        FakeNetwork.of(
            2,
            input -> {
              float[] says = new float[input.size()];
              for (int n = 0; n < input.extent(0); n++) {
                Arrays.fill(says, n * 32, (n + 1) * 32, input.values()[n * 32] > 0 ? 1 : 0);
              }
              return Tensor.of(says, input.shape());
            });
    GridShape shape = new GridShape(6, 8, 1);
    float[] data = new float[48];
    data[0] = 1;
    Sample sample = Sample.of(List.of(new Volume(Grid.of(shape, new Spacing(1, 1, 1)), data)));
    String patches = ", 'length_2D': [4, 8], 'stride_2D': [2, 8]";

    float[] found =
        predict(network, config(UNET_2D, patches, ""), SegmenterSettings.DEFAULT, sample);
    assertThat(Arrays.copyOf(found, 6)).containsExactly(1, 1, 0.98201376f, 0.017986210f, 0, 0);
    String compat = UNET_2D.replace("{'loader", "{'compat': 'ivadomed-2.9', 'loader");
    float[] means =
        predict(network, config(compat, patches, ""), SegmenterSettings.DEFAULT, sample);
    assertThat(Arrays.copyOf(means, 6)).containsExactly(1, 1, 0.5f, 0.5f, 0, 0);
    SegmenterSettings wished = SegmenterSettings.DEFAULT.withBlend(Blend.MEAN);
    assertThat(predict(network, config(UNET_2D, patches, ""), wished, sample)).isEqualTo(means);
  }

  @Test
  void takesPatchesThatOverlapAsIsWished() {
    List<List<Integer>> shapes = new ArrayList<>();
    FakeNetwork counting =
        FakeNetwork.of(
            3,
            input -> {
              shapes.add(Arrays.stream(input.shape()).boxed().toList());
              return input;
            });
    Config config = config(UNET_3D, ", 'length_3D': [8, 8, 4], 'stride_3D': [8, 8, 4]");
    Sample sample = waves(16, 8, 4);
    SegmenterSettings all = SegmenterSettings.DEFAULT.withBatchSize(99);

    predict(counting, config, all, sample);
    predict(counting, config, all.withOverlap(List.of(4, 0, 0)), sample);
    predict(counting, config, all.withWhole(true), sample);
    assertThat(shapes)
        .containsExactly(List.of(2, 1, 8, 8, 4), List.of(3, 1, 8, 8, 4), List.of(1, 1, 16, 8, 4));
    assertThatThrownBy(() -> predict(counting, config, all.withOverlap(List.of(8, 0, 0)), sample))
        .hasMessageContaining("overlap-too-large");
    assertThatThrownBy(() -> predict(counting, config, all.withOverlap(List.of(1)), sample))
        .hasMessageContaining("overlap-axes");
    assertThatThrownBy(
            () ->
                predict(
                    counting, config, all.withWhole(true).withOverlap(List.of(1, 1, 1)), sample))
        .hasMessageContaining("overlap-without-patches");
  }

  @Test
  void putsFewerWindowsIntoABatchWhereMemoryIsShort() {
    Config config = config(UNET_2D, "", "");
    List<Integer> batches = new ArrayList<>();
    FakeNetwork network =
        FakeNetwork.of(
            2,
            input -> {
              batches.add(input.extent(0));
              return input;
            });
    Sample sample = waves(32, 32, 6);
    // Sample and map: 2 x 6144 x 4. A window: 4 x 1024 x (2 + 1 + 8 x 4). Two of these fit.
    long memory = 2 * 6144 * 4 + 2 * 4 * 1024 * 35;
    SegmenterSettings settings = SegmenterSettings.DEFAULT.withMemory(memory);

    assertThat(predict(network, config, settings, sample))
        .isEqualTo(sample.channels().get(0).data());
    assertThat(batches).containsExactly(2, 2, 2);
    assertThat(
            new Segmenter(network, config, settings).bytes(sample.grid().shape(), Optional.empty()))
        .isEqualTo(memory);
    SegmenterSettings tight = settings.withMemory(2 * 6144 * 4 + 4 * 1024 * 35 - 1);
    assertThatThrownBy(() -> predict(network, config, tight, sample))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("memory-ceiling")
        .hasMessageContaining("32x32x6");
  }

  @Test
  void takesVolumesInSmallerTilesWhereMemoryIsShort() {
    Config config = config(UNET_3D, "");
    List<List<Integer>> shapes = new ArrayList<>();
    FakeNetwork network =
        FakeNetwork.of(
            3,
            input -> {
              shapes.add(Arrays.stream(input.shape()).boxed().toList());
              return input;
            });
    Sample sample = waves(80, 64, 64);
    long base = 2L * 80 * 64 * 64 * 4;
    SegmenterSettings settings =
        SegmenterSettings.DEFAULT.withMemory(base + 4L * 48 * 64 * 32 * (2 + 1 + 16));

    float[] found = predict(network, config, settings, sample);
    for (int v = 0; v < found.length; v++) {
      assertThat(found[v]).isCloseTo(sample.channels().get(0).data()[v], within(1e-6f));
    }
    assertThat(shapes)
        .allMatch(
            shape -> 48 * 64 * 32 >= shape.get(0) * shape.get(2) * shape.get(3) * shape.get(4));
    assertThatThrownBy(() -> predict(network, config, settings.withMemory(base + 1000), sample))
        .hasMessageContaining("memory-ceiling");
  }

  @Test
  void averagesNetworksAndMirrorImages() {
    Config config = config(UNET_2D, "", "");
    Sample sample = waves(6, 5, 2);
    float[] data = sample.channels().get(0).data();
    FakeNetwork half = FakeNetwork.of(2, SegmenterTest::halved);
    FakeNetwork shifted = FakeNetwork.of(2, SegmenterTest::shifted);

    float[] both =
        predict(
            new Ensemble(List.of(FakeNetwork.copy(2), half)),
            config,
            SegmenterSettings.DEFAULT,
            sample);
    for (int v = 0; v < data.length; v++) {
      assertThat(both[v]).isCloseTo(0.75f * data[v], within(1e-6f));
    }
    // A network that looks one voxel to the left looks to either side on average.
    float[] mirrored =
        predict(new Flipped(shifted, List.of(0)), config, SegmenterSettings.DEFAULT, sample);
    for (int v = 0; v < data.length; v++) {
      int i = v % 6;
      float left = i == 0 ? 0 : data[v - 1];
      float right = i == 5 ? 0 : data[v + 1];
      assertThat(mirrored[v]).isCloseTo((left + right) / 2, within(1e-6f));
    }
    assertThatThrownBy(() -> new Ensemble(List.of(FakeNetwork.copy(2), FakeNetwork.copy(3))))
        .hasMessageContaining("ensemble-members-differ");
  }

  private static Tensor halved(Tensor input) {
    float[] values = input.values().clone();
    for (int v = 0; v < values.length; v++) {
      values[v] /= 2;
    }
    return Tensor.of(values, input.shape());
  }

  /** Along the first axis of space. */
  private static Tensor shifted(Tensor input) {
    int rows = input.extent(2);
    int columns = input.extent(3);
    float[] values = new float[input.size()];
    for (int block = 0; block < values.length; block += rows * columns) {
      System.arraycopy(input.values(), block, values, block + columns, (rows - 1) * columns);
    }
    return Tensor.of(values, input.shape());
  }

  @Test
  void tellsTheNetworkWhatIsKnownBesideTheVoxels() {
    List<String> told = new ArrayList<>();
    FakeNetwork network =
        new FakeNetwork(
            2,
            1,
            List.of(new VectorInput("condition", 2), new VectorInput("present", 1)),
            inputs -> {
              for (Tensor vector : inputs.vectors().values()) {
                told.add(Arrays.toString(vector.values()));
              }
              return Inputs.of(inputs.image());
            },
            (image, seeds) -> image);
    Segmenter segmenter = new Segmenter(network, config(UNET_2D, "", ""), 1);
    Sample sample = waves(4, 4, 1);

    segmenter.predict(sample, SideFacts.of(List.of(0.0, 1.0)));
    segmenter.predict(sample, SideFacts.NONE);
    assertThat(told).containsExactly("[0.0, 1.0]", "[1.0]", "[0.0, 0.0]", "[1.0]");
    assertThatThrownBy(() -> segmenter.predict(sample, SideFacts.of(List.of(1.0))))
        .hasMessageContaining("condition-length");
  }
}
