package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.engine.Weights;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** {@code scanmill evaluate -c}: a model is asked about the test scans of a configuration. */
class EvaluateModelTest {
  private static final String CONFIG =
      """
      {"model_name": "cord", "path_output": "out",
       "loader_parameters": {"path_data": ["data"], "target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2},
       "transformation": {"Resample": {"hspace": 1.2, "wspace": 1.2},
         "CenterCrop": {"size": [24, 24]}, "NormalizeInstance": {"applied_to": ["im"]}},
       "postprocessing": {"binarize_prediction": {"thr": 0.4}}}
      """;

  @TempDir Path folder;
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void train() throws IOException {
    desk = new Desk(folder);
    new PhantomDataset(3, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 3))
        .write(folder.resolve("data"));
    Files.writeString(folder.resolve("c.json"), CONFIG);
    Config config = Config.parse(CONFIG, "c.json").config();
    Architecture network = Network.of(config);
    Provenance provenance =
        new Provenance(
            "run-1", "", Map.of(), "cpu", 6, 1, 1, List.of(), List.of(), List.of(), Map.of());
    ModelPackage.write(
        folder.resolve("out"), "cord", config, network, Weights.initial(network, 3), provenance);
  }

  private void type(String... words) {
    assertThat(desk.type(words)).as(desk.err()).isZero();
  }

  /** Files of a folder by name. */
  private List<Path> masks(String outputs) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(outputs).resolve("pred_masks"))) {
      return files.filter(file -> file.toString().endsWith("_pred.nii.gz")).sorted().toList();
    }
  }

  private void assertSameMasks(String outputs) throws IOException {
    List<Path> masks = masks("out");
    assertThat(masks).isNotEmpty();
    for (Path mask : masks) {
      assertThat(folder.resolve(outputs).resolve("pred_masks").resolve(mask.getFileName()))
          .hasSameBinaryContentAs(mask);
    }
  }

  @Test
  void leavesFilesWhereUsersOfIvadomedLookForThem() throws IOException {
    type("evaluate", "-c", "c.json");
    assertThat(masks("out")).hasSize(1);
    assertThat(folder.resolve("out/results_eval/evaluation_3Dmetrics.csv"))
        .content()
        .startsWith("image_id,vol_pred_class0");
    assertThat(desk.out())
        .contains("dice_score", "more with --all-scores")
        .doesNotContain("specificity_score");
    assertThat(desk.err()).contains("_T2w").doesNotContain("Note:");

    type("evaluate", "-c", "c.json", "--all-scores");
    assertThat(desk.out()).contains("specificity_score");
  }

  @Test
  void segmentsAlikeAfterGoingThroughTheFilesThatIvadomedLooksAt() throws IOException {
    type("evaluate", "-c", "c.json");
    type("export", "out/cord", "-o", "given");
    Path theirs = Files.createDirectories(folder.resolve("theirs/cord"));
    for (String file : List.of("cord.json", "cord.onnx")) {
      Files.copy(folder.resolve("given/cord").resolve(file), theirs.resolve(file));
    }
    type("import", "theirs/cord", "-o", "back");
    type("evaluate", "-c", "c.json", "-m", "back/cord", "-o", "again");
    assertSameMasks("again");
  }

  @Test
  void segmentsAlikeAfterGoingThroughABundle() throws IOException {
    type("evaluate", "-c", "c.json");
    type("export", "out/cord", "--format", "monai", "-o", "bundles");
    type("import", "bundles/cord", "-o", "back");
    type("evaluate", "-c", "c.json", "-m", "back/cord", "-o", "again");
    assertSameMasks("again");
  }

  @Test
  void saysWhatItNeeds() {
    assertThat(desk.type("evaluate", "-c", "c.json", "-o", "elsewhere")).isEqualTo(1);
    assertThat(desk.err()).contains("elsewhere/cord", "[test-model-missing]");
    assertThat(desk.type("evaluate", "-c", "c.json", "-pd", "nowhere")).isEqualTo(1);
    assertThat(desk.err()).contains("[data-folder-missing]");
    assertThat(desk.type("evaluate", "-c", "c.json", "--by", "sex")).isEqualTo(2);
    assertThat(desk.err()).contains("--by");
    assertThat(desk.type("evaluate", "-m", "cord", "-p", "a.nii", "-r", "b.nii")).isEqualTo(2);
    assertThat(desk.err()).contains("-c alone");
  }
}
