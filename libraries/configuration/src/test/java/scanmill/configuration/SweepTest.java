package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class SweepTest {
  private static final ObjectNode BASE =
      (ObjectNode)
          tree(
              """
              {"training_parameters": {"batch_size": 18, "loss": {"name": "DiceLoss"},
                                       "scheduler": {"initial_lr": 0.001}},
               "default_model": {"name": "Unet", "depth": 3}, "gpu_ids": [1]}""");

  private static final JsonNode OPTIONS =
      tree(
          """
          {"training_parameters": {"batch_size": [2, 64],
                                   "loss": [{"name": "DiceLoss"},
                                            {"name": "FocalLoss", "gamma": 0.2, "alpha": 0.5}]},
           "default_model": {"depth": [2, 3, 4]}, "gpu_ids": [[2], [5]]}""");

  @Test
  void oneKeyAtATimeGivesAVariantPerOption() {
    List<Sweep.Variant> variants = Sweep.of(BASE, OPTIONS, Sweep.Mode.ONE_AT_A_TIME, "hyper.json");

    assertThat(variants).hasSize(9);
    assertThat(variants.get(3).name()).isEqualTo("-loss-name-FocalLoss-gamma-0.2-alpha-0.5");
    assertThat(variants.get(3).config().at("/training_parameters/loss/gamma").asDouble())
        .isEqualTo(0.2);
    assertThat(variants.get(3).config().at("/training_parameters/batch_size").asInt())
        .isEqualTo(18);
  }

  @Test
  void everyOptionMeetsEveryOther() {
    List<Sweep.Variant> variants =
        Sweep.of(BASE, OPTIONS, Sweep.Mode.ALL_COMBINATIONS, "hyper.json");

    assertThat(variants).hasSize(24);
    assertThat(variants.stream().map(Sweep.Variant::name).distinct()).hasSize(24);
    assertThat(variants.get(6).name())
        .isEqualTo("-batch_size-2-loss-name-FocalLoss-gamma-0.2-alpha-0.5-depth-2-gpu_ids-2");
  }

  @Test
  void sideBySideTheShortestListCounts() {
    List<Sweep.Variant> variants = Sweep.of(BASE, OPTIONS, Sweep.Mode.SIDE_BY_SIDE, "hyper.json");

    assertThat(variants).hasSize(2);
    assertThat(variants.get(1).config().at("/default_model/depth").asInt()).isEqualTo(3);
    assertThat(variants.get(1).config().at("/gpu_ids/0").asInt()).isEqualTo(5);
  }

  @Test
  void aKeyThreeLevelsDeepChangesThereAndNowhereElse() {
    JsonNode deep =
        tree("{\"training_parameters\": {\"scheduler\": {\"initial_lr\": [0.1, 0.2]}}}");
    ObjectNode config =
        Sweep.of(BASE, deep, Sweep.Mode.ONE_AT_A_TIME, "hyper.json").get(1).config();

    assertThat(config.at("/training_parameters/scheduler/initial_lr").asDouble()).isEqualTo(0.2);
    assertThat(config.at("/training_parameters/batch_size").asInt()).isEqualTo(18);
    assertThat(config.has("initial_lr")).isFalse();
    assertThat(BASE.at("/training_parameters/scheduler/initial_lr").asDouble()).isEqualTo(0.001);
  }

  @Test
  void namesAreFitForFolders() {
    JsonNode odd = tree("{\"path_data\": [\"../a b/\\\"c\\\"\"]}");
    assertThat(Sweep.of(BASE, odd, Sweep.Mode.ONE_AT_A_TIME, "hyper.json").get(0).name())
        .isEqualTo("-path_data-.._ab__c_");
  }

  @Test
  void aLeafWithoutOptionsIsNamed() {
    assertThatThrownBy(
            () ->
                Sweep.of(
                    BASE,
                    tree("{\"training_parameters\": {\"batch_size\": 4}}"),
                    Sweep.Mode.ONE_AT_A_TIME,
                    "hyper.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("training_parameters.batch_size")
        .hasMessageContaining("list of options");
    assertThatThrownBy(() -> Sweep.of(BASE, tree("{}"), Sweep.Mode.ONE_AT_A_TIME, "hyper.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none");
  }

  private static JsonNode tree(String json) {
    return StrictJson.parse(json, "test");
  }
}
