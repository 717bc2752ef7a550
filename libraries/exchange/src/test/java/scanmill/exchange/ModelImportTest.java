package scanmill.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Safetensors;
import scanmill.engine.Tensor;
import scanmill.engine.TorchScriptArchive;
import scanmill.engine.Weights;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Sha256;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.testsupport.RealData;

class ModelImportTest {
  /** {@code joblib.dump(OneHotEncoder(handle_unknown='ignore').fit([[0], [2], [1]]))}. */
  private static final String ENCODER =
      "gASV4AEAAAAAAACMH3NrbGVhcm4ucHJlcHJvY2Vzc2luZy5fZW5jb2RlcnOUjA1PbmVIb3RFbmNvZGVylJOUKYGUfZQojApjYXRlZ29yaWVzlIwEYXV0b5SMDXNwYXJzZV9vdXRwdXSUiIwFZHR5cGWUjAVudW1weZSMB2Zsb2F0NjSUk5SMDmhhbmRsZV91bmtub3dulIwGaWdub3JllIwEZHJvcJROjA1taW5fZnJlcXVlbmN5lE6MDm1heF9jYXRlZ29yaWVzlE6MFWZlYXR1cmVfbmFtZV9jb21iaW5lcpSMBmNvbmNhdJSME19pbmZyZXF1ZW50X2VuYWJsZWSUiYwObl9mZWF0dXJlc19pbl+USwGMC2NhdGVnb3JpZXNflF2UjBNqb2JsaWIubnVtcHlfcGlja2xllIwRTnVtcHlBcnJheVdyYXBwZXKUk5QpgZR9lCiMCHN1YmNsYXNzlGgJjAduZGFycmF5lJOUjAVzaGFwZZRLA4WUjAVvcmRlcpSMAUOUaAhoCYwFZHR5cGWUk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKMCmFsbG93X21tYXCUiIwbbnVtcHlfYXJyYXlfYWxpZ25tZW50X2J5dGVzlEsQdWIE/////wAAAAAAAAAAAQAAAAAAAAACAAAAAAAAAJVgAAAAAAAAAGGMGF9kcm9wX2lkeF9hZnRlcl9ncm91cGluZ5ROjAlkcm9wX2lkeF+UTowQX25fZmVhdHVyZXNfb3V0c5RdlEsDYYwQX3NrbGVhcm5fdmVyc2lvbpSMBTEuOS4xlHViLg==";

  @TempDir Path folder;
  private Path out = Path.of("unset");

  @BeforeEach
  void chooseAPlace() {
    out = folder.resolve("out");
  }

  private ModelPackage flat() throws IOException {
    return SmallModel.write(folder.resolve("made"), "cord", SmallModel.FLAT, 3);
  }

  private ModelImport read(Path source) throws IOException {
    return ModelImport.of(source, Optional.empty(), out);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path source, String code) {
    return assertThatThrownBy(() -> read(source))
        .isInstanceOfSatisfying(
            BadInputException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  private static float[] predicted(ModelPackage model, int... shape) throws IOException {
    float[] values = new float[Tensor.zeros(shape).size()];
    for (int v = 0; v < values.length; v++) {
      values[v] = (float) Math.sin(0.1 * v);
    }
    try (OnnxPredictor predictor = new OnnxPredictor(model.onnx(), 1)) {
      return predictor.predict(Tensor.of(values, shape)).values();
    }
  }

  private static String weights(ModelPackage model) throws IOException {
    return Sha256.of(model.folder().resolve(model.name() + ".safetensors"));
  }

  @Test
  void bringsAPackageOfIvadomedBackAsItLeft() throws IOException {
    ModelPackage model = flat();
    Path exported =
        ModelExport.of(model, ModelExport.Format.IVADOMED, folder.resolve("given")).place();

    ModelPackage back = read(exported).model();

    assertThat(exported.resolve("cord.pt")).doesNotExist();
    assertThat(weights(back)).isEqualTo(weights(model));
    assertThat(predicted(back, 1, 1, 8, 8)).isEqualTo(predicted(model, 1, 1, 8, 8));
    assertThat(back.config()).isEqualTo(model.config());
    assertThat(back.digest()).isEqualTo(model.digest());
  }

  @Test
  void bringsABundleOfItsOwnBackAsItLeft() throws IOException {
    ModelPackage model = SmallModel.write(folder.resolve("made"), "tumor", SmallModel.SOLID, 3);
    Path exported =
        ModelExport.of(model, ModelExport.Format.MONAI, folder.resolve("given")).place();

    ModelImport back = read(exported);

    assertThat(back.kind()).isEqualTo("a MONAI bundle of Scanmill");
    assertThat(weights(back.model())).isEqualTo(weights(model));
    assertThat(back.model().digest()).isEqualTo(model.digest());
  }

  @Test
  void findsTheWeightsInTorchScriptByTheirNames() throws IOException {
    ModelPackage model = flat();
    Path given = Files.createDirectories(folder.resolve("given/cord"));
    Files.copy(model.folder().resolve("cord.json"), given.resolve("cord.json"));
    Files.copy(model.folder().resolve("cord.pt"), given.resolve("cord.pt"));

    ModelPackage back = read(given).model();

    assertThat(Safetensors.read(back.folder().resolve("cord.safetensors")).weights())
        .isEqualTo(Safetensors.read(model.folder().resolve("cord.safetensors")).weights());
    assertThat(predicted(back, 1, 1, 8, 8)).isEqualTo(predicted(model, 1, 1, 8, 8));
  }

  @Test
  void keepsTheNetworkAsItIsWhereNoWeightsAreGiven() throws IOException {
    ModelPackage model = flat();
    Path given = Files.createDirectories(folder.resolve("given/cord"));
    Files.copy(model.folder().resolve("cord.json"), given.resolve("cord.json"));
    Files.copy(model.onnx(), given.resolve("cord.onnx"));

    ModelPackage first = read(given).model();
    ModelPackage again =
        ModelImport.of(given, Optional.empty(), folder.resolve("elsewhere")).model();

    assertThat(first.onnx()).hasSameBinaryContentAs(model.onnx());
    assertThat(first.torchScript()).isEmpty();
    assertThat(again.digest()).isEqualTo(first.digest());
  }

  @Test
  void translatesTheDialectOfOldPackages() throws IOException {
    ModelPackage model = flat();
    Path given = Files.createDirectories(folder.resolve("given/old"));
    Files.writeString(
        given.resolve("old.json"),
        SmallModel.FLAT.replace(
            "{\"model_name\"", "{\"gpu\": 0, \"log_directory\": \"x\", \"model_name\""));
    Files.copy(model.onnx(), given.resolve("old.onnx"));

    ModelImport back = read(given);

    assertThat(back.notes()).isNotEmpty();
    assertThat(back.model().config().pathOutput()).isEqualTo("x");
  }

  @Test
  void refusesAFolderWithoutAConfiguration() throws IOException {
    ModelPackage model = flat();
    Files.delete(model.folder().resolve("cord.json"));

    assertRefused(model.folder(), "model-json-missing").hasMessageContaining("cord.json");
  }

  @Test
  void refusesTheConfigurationOfAnotherModel() throws IOException {
    ModelPackage model = flat();
    Path json = model.folder().resolve("cord.json");
    Files.writeString(json, SmallModel.FLAT.replace("\"depth\": 1", "\"depth\": 2"));
    Files.delete(model.onnx());

    assertRefused(model.folder(), "model-weights")
        .hasMessageContaining("missing: encoder.down_path.3.conv1.weight");
  }

  @Test
  void believesTheWeightsOfIvadomedRatherThanTheirConfiguration() throws IOException {
    ModelPackage model = flat();
    Path given = Files.createDirectories(folder.resolve("given/cord"));
    Files.copy(model.folder().resolve("cord.pt"), given.resolve("cord.pt"));
    Files.writeString(
        given.resolve("cord.json"),
        SmallModel.FLAT.replace("\"depth\": 1, \"n_filters\": 2,", "\"depth\": 4,"));

    ModelImport back = read(given);

    assertThat(back.notes()).anyMatch(note -> note.contains("the weights are of depth 1 and 2"));
    assertThat(back.model().onnx()).hasSameBinaryContentAs(model.onnx());
    assertThat(back.model().config()).isEqualTo(model.config());
  }

  @Test
  void keepsWhatANetworkIsConditionedBy() throws IOException {
    Path given = Files.createDirectories(folder.resolve("given/film"));
    String json =
        SmallModel.FLAT.replace(
            "\"default_model\"",
            "\"FiLMedUnet\": {\"applied\": true, \"metadata\": \"contrasts\","
                + " \"film_layers\": [0, 1, 0, 0]}, \"default_model\"");
    Config config = Config.parse(json, "film.json").config();
    Architecture network = Network.of(config, 3);
    Files.writeString(given.resolve("film.json"), json);
    try (OutputStream out = Files.newOutputStream(given.resolve("film.pt"))) {
      TorchScriptArchive.write(network, Weights.initial(network, 3), out);
    }
    Files.write(
        given.resolve("one_hot_encoder.joblib"), java.util.Base64.getDecoder().decode(ENCODER));

    ModelPackage back = read(given).model();

    assertThat(back.folder().resolve("conditioning.json"))
        .content()
        .contains("\"metadata\" : \"contrasts\"")
        .containsSubsequence("T1w", "T2w", "T2star");
  }

  @Test
  void importsTheNetworkThatIvadomedTestsWith() throws IOException {
    Path network = RealData.require("ivadomed-testing/model_unet_test.pt");
    Path given = Files.createDirectories(folder.resolve("given/model_unet_test"));
    Files.copy(network, given.resolve("model_unet_test.pt"));
    Files.copy(
        network.resolveSibling("model_config_test.json"), given.resolve("model_unet_test.json"));

    ModelImport back = read(given);

    assertThat(back.kind()).isEqualTo("a package of ivadomed");
    assertThat(back.notes()).anyMatch(note -> note.contains("which is taken"));
    assertThat(predicted(back.model(), 1, 1, 32, 32)).hasSize(1024);
  }

  @Test
  void refusesTheNetworkOfAnotherModel() throws IOException {
    ModelPackage model = flat();
    Files.move(model.onnx(), model.folder().resolve("brain.onnx"));
    Files.delete(model.folder().resolve("cord.pt"));
    Files.delete(model.folder().resolve("cord.safetensors"));

    assertRefused(model.folder(), "model-files-mixed").hasMessageContaining("brain.onnx");
  }

  @Test
  void refusesFilesThatAreOfTwoTrainings() throws IOException {
    ModelPackage model = flat();
    ModelPackage other = SmallModel.write(folder.resolve("other"), "cord", SmallModel.FLAT, 4);
    Files.delete(model.onnx());
    Files.copy(other.onnx(), model.onnx());

    assertRefused(model.folder(), "model-files-disagree");
  }

  @Test
  void refusesANetworkWithChannelsThatTheConfigurationDoesNotHave() throws IOException {
    ModelPackage model = flat();
    Path json = model.folder().resolve("cord.json");
    String two =
        SmallModel.FLAT.replace("[\"T2w\"]}", "[\"T1w\", \"T2w\"]}, \"multichannel\": true");
    Files.writeString(json, two);

    assertRefused(model.folder(), "model-contradiction")
        .hasMessageContaining("2 channels in")
        .hasMessageContaining("found 1 channel in");
  }

  @Test
  void refusesANetworkWithOtherClassesOrAxes() throws IOException {
    ModelPackage model = flat();
    Path json = model.folder().resolve("cord.json");
    Files.writeString(json, SmallModel.FLAT.replace(", \"_lesion-manual\"", ""));
    assertRefused(model.folder(), "model-contradiction").hasMessageContaining("1 class out");

    Files.writeString(json, SmallModel.FLAT.replace("\"depth\"", "\"is_2d\": false, \"depth\""));
    assertRefused(model.folder(), "model-contradiction").hasMessageContaining("3 spatial axes");
  }

  /** A model that looks where another one finds, which lies within it. */
  private ModelPackage cascade() throws IOException {
    String json =
        SmallModel.FLAT.replaceFirst(
            "\\{", "{\"object_detection_params\": {\"object_detection_path\": \"detector\"},");
    ModelPackage model = SmallModel.write(folder.resolve("given"), "cord", json, 3);
    SmallModel.write(model.folder(), "detector", SmallModel.FLAT, 5);
    return model;
  }

  @Test
  void takesTheModelThatFindsAlong() throws IOException {
    ModelPackage model = cascade();

    ModelExport exported = ModelExport.of(model, ModelExport.Format.IVADOMED, folder.resolve("x"));

    assertThat(exported.notes()).anyMatch(note -> note.contains("detector, then cord"));
    assertThat(folder.resolve("x/cord/cord.json")).content().contains("\"cord/detector\"");
    assertThat(folder.resolve("x/cord/detector/detector.onnx")).isRegularFile();
    ModelImport back = read(exported.place());
    assertThat(back.model().digest()).isEqualTo(model.digest());
  }

  @Test
  void findsTheModelThatFindsBesideTheOther() throws IOException {
    ModelPackage model = cascade();
    Files.move(model.folder().resolve("detector"), model.folder().resolveSibling("detector"));

    ModelImport read = read(model.folder());

    assertThat(read.model().folder().resolve("detector/detector.safetensors")).isRegularFile();
  }

  @Test
  void saysThatTheModelThatFindsIsNotThere() throws IOException {
    ModelPackage model = cascade();
    Files.move(model.folder().resolve("detector"), folder.resolve("elsewhere"));

    assertThat(read(model.folder()).notes())
        .anyMatch(note -> note.contains("the package detector is neither within nor beside"));
  }

  @Test
  void refusesModelsThatFindForEachOther() throws IOException {
    ModelPackage model = cascade();
    Path detector = model.folder().resolveSibling("detector");
    Files.move(model.folder().resolve("detector"), detector);
    Files.writeString(
        detector.resolve("detector.json"),
        SmallModel.FLAT.replaceFirst(
            "\\{", "{\"object_detection_params\": {\"object_detection_path\": \"cord\"},"));

    assertRefused(model.folder(), "cascade-too-long");
  }

  @Test
  void losesNoPackageWithinAPackage() throws IOException {
    ModelPackage model = flat();
    SmallModel.write(model.folder(), "detector", SmallModel.FLAT, 5);

    assertRefused(model.folder(), "model-nested").hasMessageContaining("detector");
    assertThatThrownBy(() -> ModelExport.of(cascade(), ModelExport.Format.MONAI, out))
        .hasMessageContaining("detector");
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello");

    assertRefused(text, "model-not-recognised");
    assertRefused(folder.resolve("nothing"), "model-not-recognised");
  }

  @Test
  void leavesNothingBehindWhenItRefuses() throws IOException {
    ModelPackage model = flat();
    Files.writeString(model.onnx(), "no network");

    assertRefused(model.folder(), "onnx-unreadable");
    assertThat(out).doesNotExist();
  }

  @Test
  void writesOverNothing() throws IOException {
    ModelPackage model = flat();
    read(model.folder());

    assertRefused(model.folder(), "model-exists");
  }

  @Test
  void makesOnnxOfWeightsAlone() throws IOException {
    ModelPackage model = flat();
    Path alone = Files.copy(model.folder().resolve("cord.pt"), folder.resolve("alone.pt"));

    Path onnx =
        WeightConversion.toOnnx(
            alone,
            java.util.OptionalInt.of(2),
            java.util.OptionalInt.of(1),
            Optional.of("softmax"),
            out);

    assertThat(onnx).hasSameBinaryContentAs(model.onnx());
    assertThatThrownBy(
            () ->
                WeightConversion.toOnnx(
                    alone,
                    java.util.OptionalInt.of(3),
                    java.util.OptionalInt.empty(),
                    Optional.empty(),
                    out))
        .hasMessageContaining("found 2");
  }

  @Test
  void recognisesNetworksOfThreeDimensions() throws IOException {
    String deeper = SmallModel.SOLID.replace("\"depth\": 1", "\"depth\": 2");
    ModelPackage model = SmallModel.write(folder.resolve("made"), "tumor", deeper, 3);

    Config config =
        WeightConversion.recognised(
            Safetensors.read(model.folder().resolve("tumor.safetensors")).weights(), "sigmoid");

    assertThat(config.inChannel()).isEqualTo(2);
    assertThat(config.defaultModel().depth()).isEqualTo(2);
    assertThat(config.defaultModel().is2d()).isFalse();
  }
}
