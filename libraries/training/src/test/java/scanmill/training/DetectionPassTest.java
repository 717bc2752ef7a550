package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.datasets.PreparedFacts;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.models.Cascade;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;

/** A network learns where another model found something. */
class DetectionPassTest {
  private static final String CONFIG =
      """
      {"model_name": "%s",
       "loader_parameters": {"target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
         "training_time": {"num_epochs": 1}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2},
       %s}
      """;

  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void scan() throws IOException {
    new PhantomDataset(5, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 4)).write(data);
  }

  /** Says one thing of all that it is shown, which are the 16 x 16 pixels in the middle. */
  private Path finder(float logit) throws IOException {
    String asked = "\"transformation\": {\"CenterCrop\": {\"size\": [16, 16]}}";
    Config config = Config.parse(CONFIG.formatted("finder", asked), "c").config();
    Architecture network = Network.of(config);
    Map<String, Tensor> tensors = new HashMap<>(Weights.initial(network, 1).asMap());
    tensors.computeIfPresent(
        "decoder.last_conv.weight",
        (name, weight) -> Tensor.of(new float[weight.size()], weight.shape()));
    tensors.put("decoder.last_conv.bias", Tensor.of(new float[] {logit}, 1));
    Provenance provenance =
        new Provenance(
            "run-0", "", Map.of(), "cpu", 1, 1, 1, List.of(), List.of(), List.of(), Map.of());
    return ModelPackage.write(
            folder.resolve("models"), "finder", config, network, Weights.of(tensors), provenance)
        .folder();
  }

  private Ending.Finished trained(Path finder) throws IOException {
    String asked =
        """
        "object_detection_params": {"object_detection_path": "%s", "safety_factor": [1.5, 1, 1]},
        "transformation": {"NormalizeInstance": {}}"""
            .formatted(finder);
    Config config = Config.parse(CONFIG.formatted("cord", asked), "c").config();
    TrainingPlan plan = new TrainingPlan("run-1", config, List.of(data), "cpu", 1, 2);
    return (Ending.Finished)
        new TrainingRun(plan, folder.resolve("run"), new TrainingObserver() {}).train();
  }

  @Test
  void learnsFromBoxesWithTheirLastVoxelsAndPacksWhatFinds() throws IOException {
    Ending.Finished finished = trained(finder(10));

    JsonNode boxes =
        StrictJson.parse(
            Files.readString(finished.outputs().resolve("bounding_boxes.json")), "boxes");
    assertThat(boxes).hasSize(4); // of all but the test scan, which is looked at when it is tested
    // 8 to 23 is found; half as much again along the first axis
    boxes.forEach(box -> assertThat(box).hasToString("[[4,27,8,23,0,3]]"));
    try (Stream<Path> prepared = Files.walk(folder.resolve("run/cache/prepared"))) {
      List<Path> facts =
          prepared.filter(file -> file.toString().matches(".*/[0-9a-f]{16}\\.json")).toList();
      assertThat(facts).hasSize(4);
      for (Path file : facts) {
        assertThat(PreparedFacts.read(file).shape()).startsWith(24, 16);
      }
    }

    ModelPackage model = ModelPackage.open(finished.modelPackage());
    assertThat(Cascade.declared(model.config())).isTrue();
    assertThat(model.config().objectDetectionParams().objectDetectionPath()).contains("finder");
    assertThat(model.folder().resolve("finder/finder.onnx")).isRegularFile();
    try (Stream<Path> masks = Files.list(finished.outputs().resolve("pred_masks"))) {
      Path mask =
          masks.filter(file -> file.toString().endsWith("_pred.nii.gz")).findFirst().orElseThrow();
      float[] said = Nifti.readProbabilities(mask).channel(0);
      GridShape shape = new GridShape(32, 32, 4);
      assertThat(said[shape.index(16, 16, 2)]).isPositive();
      assertThat(said[shape.index(16, 2, 2)]).isZero(); // outside of the box
    }
  }

  @Test
  void saysSoWhereNothingIsFound() throws IOException {
    Path finder = finder(-10);

    assertThatThrownBy(() -> trained(finder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("finder finds nothing in any of 3")
        .hasMessageContaining("[detection-none]");
  }
}
