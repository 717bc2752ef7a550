package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class TransformEntryTest {

  private static Transformation transformation(String json) {
    return Transformation.fromJson(
        StrictJson.parse(json.replace('\'', '"'), "config.json"), "transformation");
  }

  @Test
  void takesTheProbabilityOutOfTheArgumentsAndWritesItBack() {
    Transformation read =
        transformation("{'RandomBlur': {'sigma_range': [1, 2], 'probability': 0.25}, 'Clahe': {}}");

    TransformEntry blur = read.entries().get(0);
    assertThat(blur.probability()).contains(0.25);
    assertThat(blur.args().has("probability")).isFalse();
    assertThat(blur.args().has("sigma_range")).isTrue();
    assertThat(read.entries().get(1).probability()).isEmpty();
    assertThat(transformation(read.toJson().toString())).isEqualTo(read);
    assertThat(read.toJson().at("/RandomBlur/probability").doubleValue()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "-0.1", "'often'", "[0.5]"})
  void refusesAProbabilityThatIsNone(String probability) {
    assertThatThrownBy(() -> transformation("{'Clahe': {'probability': " + probability + "}}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("transformation.Clahe")
        .hasMessageContaining("probability");
  }

  @ParameterizedTest
  @CsvSource({
    "NormalizeDataset, IM",
    "RescalePercentiles, IM",
    "RandomBiasField, IM",
    "RandomBlur, IM",
    "Clahe, IM",
    "DilateGT, GT"
  })
  void isForThePartThatItChangesUnlessToldOtherwise(String name, Target target) {
    assertThat(transformation("{'" + name + "': {}}").entries().get(0).appliedTo())
        .containsExactly(target);
    assertThat(
            transformation("{'" + name + "': {'applied_to': ['roi']}}")
                .entries()
                .get(0)
                .appliedTo())
        .containsExactly(Target.ROI);
  }

  @Test
  void isForEveryPartAndPhaseWhereItMovesVoxels() {
    TransformEntry entry = transformation("{'ROICrop': {'size': [4, 4]}}").entries().get(0);

    assertThat(entry.appliedTo()).containsExactlyElementsOf(List.of(Target.values()));
    assertThat(entry.datasetTypes()).containsExactlyElementsOf(List.of(Phase.values()));
  }
}
