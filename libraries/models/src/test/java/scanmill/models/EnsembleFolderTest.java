package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.transforms.Sample;

class EnsembleFolderTest {
  @TempDir Path folder;

  @Test
  void averagesTheModelsOfAllSeeds() throws IOException {
    Path lesion = folder.resolve("lesion");
    for (int seed : new int[] {10, 2}) {
      CascadeTest.write(lesion.resolve("seed" + seed), "lesion", ", 'random_seed': " + seed, seed);
    }
    Files.createDirectories(lesion.resolve("pictures"));

    List<ModelPackage> models = EnsembleFolder.open(lesion);

    assertThat(models).extracting(m -> m.config().randomSeed()).containsExactly(2L, 10L);
    Sample sample = SegmenterTest.waves(8, 8, 8);
    float[] first = alone(models.subList(0, 1), sample);
    float[] second = alone(models.subList(1, 2), sample);
    float[] both = alone(models, sample);
    for (int v = 0; v < both.length; v++) {
      assertThat(both[v]).isCloseTo((first[v] + second[v]) / 2, within(1e-6f));
    }
  }

  private static float[] alone(List<ModelPackage> models, Sample sample) throws IOException {
    try (Predictor predictor = EnsembleFolder.load(models, Device.CPU, 1, false)) {
      return new Segmenter(predictor, models.get(0).config(), 1).predict(sample).channel(0);
    }
  }

  @Test
  void isDeclaredInAPackageThatHoldsTheOthers() throws IOException {
    String asked = ", 'inference_parameters': {'ensemble': ['second'], 'flips': [0]}";
    Path first = CascadeTest.write(folder, "first", asked);
    Path second = CascadeTest.write(first, "second", "", 2);
    Sample sample = SegmenterTest.waves(8, 8, 8);

    float[] both = said(ModelPackage.open(first), sample);
    assertThat(both).isNotEqualTo(said(ModelPackage.open(second), sample));

    List<ModelPackage> plain =
        List.of(
            ModelPackage.open(CascadeTest.write(folder, "plain", "")), ModelPackage.open(second));
    try (Predictor predictor =
        Flipped.of(EnsembleFolder.load(plain, Device.CPU, 1, false), List.of(0))) {
      assertThat(both)
          .isEqualTo(new Segmenter(predictor, plain.get(0).config(), 1).predict(sample).channel(0));
    }
  }

  @Test
  void refusesMembersThatAreNotThereOrWantOtherImages() throws IOException {
    String asked = ", 'inference_parameters': {'ensemble': ['%s']}";
    Path first = CascadeTest.write(folder, "first", asked.formatted("second"));
    assertThatThrownBy(() -> said(ModelPackage.open(first), SegmenterTest.waves(8, 8, 8)))
        .hasMessageContaining("ensemble-model-missing")
        .hasMessageContaining("second");
    Path outside = CascadeTest.write(folder, "outside", asked.formatted("../first"));
    assertThatThrownBy(() -> said(ModelPackage.open(outside), SegmenterTest.waves(8, 8, 8)))
        .hasMessageContaining("ensemble-model-missing");

    CascadeTest.write(
        first,
        "second",
        ", 'transformation': {'Resample': {'hspace': 1, 'wspace': 1, 'dspace': 1}}");
    assertThatThrownBy(() -> said(ModelPackage.open(first), SegmenterTest.waves(8, 8, 8)))
        .hasMessageContaining("ensemble-members-differ")
        .hasMessageContaining("transformation");
  }

  private static float[] said(ModelPackage model, Sample sample) throws IOException {
    try (Predictor predictor = Predictors.of(model, Device.CPU, 1, false)) {
      return new Segmenter(predictor, model.config(), 1).predict(sample).channel(0);
    }
  }

  @Test
  void takesAPackageForWhatItIs() throws IOException {
    Path cord = CascadeTest.write(folder, "cord", "");

    assertThat(EnsembleFolder.open(cord)).extracting(ModelPackage::name).containsExactly("cord");
    assertThatThrownBy(() -> EnsembleFolder.open(Files.createDirectory(folder.resolve("none"))))
        .hasMessageContaining("model-incomplete");
  }
}
