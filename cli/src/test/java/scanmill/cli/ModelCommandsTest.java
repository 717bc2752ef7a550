package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.engine.Weights;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;

/** Models in and out of files, as a person does it. */
class ModelCommandsTest {
  @TempDir Path folder = Path.of("unset");

  private ModelPackage model() throws IOException {
    Config config =
        Config.parse(
                """
                {"loader_parameters": {"target_suffix": ["_seg"]},
                 "default_model": {"name": "Unet", "depth": 1, "n_filters": 2}}
                """,
                "cord.json")
            .config();
    Architecture network = Network.of(config);
    Provenance provenance =
        new Provenance(
            "run-1",
            "2026-01-01T00:00:00Z",
            Map.of(),
            "cpu",
            6,
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    return ModelPackage.write(
        folder.resolve("trained"),
        "cord",
        config,
        network,
        Weights.initial(network, 3),
        provenance);
  }

  @Test
  void leavesForIvadomedAndComesBackAsTheSameVersion() throws IOException {
    ModelPackage model = model();
    Desk desk = new Desk(folder);

    assertThat(desk.type("export", "trained/cord", "-o", "given")).as(desk.err()).isZero();
    assertThat(folder.resolve("given/cord/card.html")).isRegularFile();
    assertThat(desk.err()).contains("No cord.pt");

    assertThat(desk.type("import", "given/cord", "-o", "back")).as(desk.err()).isZero();
    assertThat(desk.out()).contains("version  cord@" + model.digest());
    assertThat(ModelPackage.open(folder.resolve("back/cord")).digest()).isEqualTo(model.digest());
  }

  @Test
  void leavesForMonaiAndComesBackAsTheSameVersion() throws IOException {
    ModelPackage model = model();
    Desk desk = new Desk(folder);

    desk.type("export", "trained/cord", "--format", "monai", "-o", "bundles");

    assertThat(folder.resolve("bundles/cord/configs/metadata.json")).isRegularFile();
    assertThat(desk.type("import", "bundles/cord", "-o", "back")).as(desk.err()).isZero();
    assertThat(desk.out()).contains("version  cord@" + model.digest());
  }

  @Test
  void makesOnnxOfWeightsAlone() throws IOException {
    ModelPackage model = model();
    Desk desk = new Desk(folder);
    Files.copy(model.folder().resolve("cord.pt"), folder.resolve("best_model.pt"));

    assertThat(
            desk.type(
                "export", "best_model.pt", "--format", "onnx", "-d", "2", "-n", "1", "-o", "x"))
        .as(desk.err())
        .isZero();
    assertThat(folder.resolve("x/best_model.onnx")).hasSameBinaryContentAs(model.onnx());

    assertThat(desk.type("export", "best_model.pt", "--format", "onnx", "-d", "3")).isNotZero();
    assertThat(desk.err()).contains("convert-contradiction");
    assertThat(desk.type("export", "best_model.pt")).isNotZero();
    assertThat(desk.err()).contains("--format onnx");
  }

  @Test
  void keepsNothingOfAPackageWithTheWrongDigest() throws IOException {
    model();
    Desk desk = new Desk(folder);

    assertThat(desk.type("import", "trained/cord", "-o", "back", "--digest", "0".repeat(64)))
        .isNotZero();

    assertThat(desk.err()).contains("model-digest");
    assertThat(folder.resolve("back")).doesNotExist();
  }

  @Test
  void saysWhatIsNoModelAndNoFormat() throws IOException {
    model();
    Desk desk = new Desk(folder);

    assertThat(desk.type("import", "nothing")).isNotZero();
    assertThat(desk.err()).contains("model-not-recognised");
    assertThat(desk.type("export", "trained/cord", "--format", "tflite")).isNotZero();
    assertThat(desk.err()).contains("export-format");
  }
}
