package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

  @Test
  void showsFirstWhatPeopleLookAtFirst() {
    ScoreTable table =
        new ScoreTable(
            Map.of("vol_gt", 512.0, "hd95", 2.5, "dice_score", 0.91234, "accuracy_score", 0.99));
    assertThat(table.table(false).toString())
        .isEqualTo(
            """
              score        unit     mean
              ----------   ----   ------
              dice_score          0.9123
              hd95         mm     2.5000
            """);
    assertThat(table.further()).isEqualTo(2);
    assertThat(table.table(true).toString()).contains("vol_gt", "512.0000", "accuracy_score");
  }

  @Test
  void countsSmallThingsInMicrometres() {
    ScoreTable table =
        new ScoreTable(
            Map.of("hd95", 0.00042, "vol_pred", 5.12e-10, "mse", 0.00001234, "dice_score", 0.5));
    assertThat(table.table(true).toString())
        .containsPattern("hd95 +um +0\\.4200")
        .containsPattern("vol_pred +um3 +0\\.5120")
        .containsPattern("mse +1\\.23e-05");
  }

  @Test
  void tellsClassesApart() {
    ScoreTable table =
        new ScoreTable(Map.of("dice_class0", 0.5, "dice_class1", 0.7, "n_0-20vox_class0", 3.0));
    assertThat(table.table(true).toString())
        .contains("class 0", "class 1")
        .containsPattern("dice_score +0\\.6000 +0\\.5000 +0\\.7000")
        .containsPattern("n_0-20vox +3\\.0000 +3\\.0000 +-");
  }

  @Test
  void showsEverythingOfClassifiers() {
    assertThat(new ScoreTable(Map.of("auc", 0.9)).table(false).toString()).contains("auc");
  }

  @Test
  void spellsVolumes() {
    assertThat(Spell.volume(1234.56)).isEqualTo("1234.6 mm3");
    assertThat(Spell.volume(0.25)).isEqualTo("0.2500 mm3");
    assertThat(Spell.volume(5.12e-7)).isEqualTo("512.0 um3");
    assertThat(Spell.volume(0)).isEqualTo("0.0 mm3");
    assertThat(Spell.volume(Double.NaN)).isEqualTo("-");
  }
}
