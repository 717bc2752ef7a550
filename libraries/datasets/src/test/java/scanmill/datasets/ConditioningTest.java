package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class ConditioningTest {

  private static BidsScan with(String column, String value) {
    return Scans.of("01", "T1w", Map.of(column, value));
  }

  private static List<BidsScan> sexes() {
    return List.of(
        Scans.of("01", "T1w", Map.of("sex", "M", "age", "30")),
        Scans.of("02", "T1w", Map.of("sex", "F", "age", "9")),
        Scans.of("03", "T1w", Map.of("sex", "M", "age", "30.0")),
        Scans.of("04", "T1w", Map.of()));
  }

  private static List<BidsScan> sequences() {
    List<BidsScan> scans = new ArrayList<>();
    String[][] rows = {
      {"9", "2.0", "0.00298", "Siemens"},
      {"9", "2.3", "0.00298", "SIEMENS"},
      {"120", "1.5", "0.12", "GE MEDICAL SYSTEMS"},
      {"120", "1.5", "0.12", "Siemens"},
      {"9", "2.0", "0.00372", "Philips Medical Systems"},
      {"120", "1.5", "0.114", "Siemens"},
      {"35", "0.6", "[0.005,0.01,0.015]", "Siemens"},
      {"30", "0.6", "0.007, 0.013", "Siemens"}
    };
    for (int n = 0; n < rows.length; n++) {
      scans.add(
          Scans.of(
              "0" + n,
              "T1w",
              Map.of(
                  "FlipAngle", rows[n][0],
                  "RepetitionTime", rows[n][1],
                  "EchoTime", rows[n][2],
                  "Manufacturer", rows[n][3])));
    }
    return scans;
  }

  @Test
  void marksTheValueOfAColumn() {
    Conditioning sex = Conditioning.fit("sex", sexes());
    assertThat(sex.length()).isEqualTo(2);
    assertThat(sex.vector(with("sex", "F"))).containsExactly(1, 0);
    assertThat(sex.vector(with("sex", "M"))).containsExactly(0, 1);
  }

  @Test
  void comparesNumbersAsNumbers() {
    Conditioning age = Conditioning.fit("age", sexes());
    assertThat(age.parts().get(0).categories()).containsExactly("9", "30");
    assertThat(age.vector(with("age", "30.00"))).containsExactly(0, 1);
  }

  @Test
  void knowsNothingOfValuesThatTrainingDidNotHaveAndSaysSo() {
    Conditioning sex = Conditioning.fit("sex", sexes());
    BidsScan other = with("sex", "X");
    BidsScan none = Scans.of("05", "T2w", Map.of());
    assertThat(sex.vector(other)).containsExactly(0, 0);
    assertThat(sex.vector(none)).containsExactly(0, 0);
    assertThat(sex.warnings(List.of(other, none, with("sex", "F"))))
        .containsExactly(
            "With a value of sex that no scan of training had; taken to be unknown:"
                + " sub-01_T1w.nii.gz.",
            "Without sex, by which the network is conditioned; taken to be unknown:"
                + " sub-05_T2w.nii.gz.");
  }

  @Test
  void tellsContrastsOfAnyNameApart() {
    List<BidsScan> training =
        List.of(
            Scans.of("01", "T2w", Map.of()),
            Scans.of("01", "UNIT1", Map.of()),
            Scans.of("01", "T1w", Map.of()),
            Scans.of("02", "T2w", Map.of()));
    Conditioning contrasts = Conditioning.fit("contrasts", training);
    assertThat(contrasts.parts().get(0).categories()).containsExactly("T1w", "T2w", "UNIT1");
    assertThat(contrasts.vector(training.get(1))).containsExactly(0, 0, 1);
    assertThat(contrasts.vector(Scans.of("09", "FLAIR", Map.of()))).containsExactly(0, 0, 0);
  }

  @Test
  void tellsContrastsApartByTheEntitiesThatAreNamed() {
    ScanId off = ScanId.require("sub-01_acq-MToff_MTS");
    ScanId on = ScanId.require("sub-01_acq-MTon_MTS");
    ScanId axial = ScanId.require("sub-01_acq-ax_T2w");
    List<BidsScan> training = new ArrayList<>();
    for (ScanId id : List.of(off, on, axial)) {
      training.add(BidsScan.of(id, Path.of(id + ".nii.gz"), List.of(), Map.of()));
    }
    Conditioning conditioning =
        Conditioning.fit(
            "contrasts", training, List.of("T2w", "acq-MTon_MTS", "acq-MToff_MTS", "T1w"));
    assertThat(conditioning.parts().get(0).categories())
        .containsExactly("T2w", "acq-MToff_MTS", "acq-MTon_MTS");
    assertThat(conditioning.vector(on, Map.of())).containsExactly(0, 0, 1);
    assertThat(conditioning.vector(ScanId.require("sub-02_acq-sag_T2w"), Map.of()))
        .containsExactly(1, 0, 0);
    assertThat(conditioning.vector(ScanId.require("sub-02_MTS"), Map.of()))
        .containsExactly(0, 0, 0);
  }

  @Test
  void isWhatTheConfigurationAsksFor() {
    String asked =
        "{\"FiLMedUnet\": {\"applied\": %s, \"metadata\": \"sex\","
            + " \"film_layers\": [1, 1, 1, 1, 1, 1, 1, 1]}}";
    Config without = Config.parse(asked.formatted("false"), "c.json").config();
    assertThat(Conditioning.of(without, sexes())).isEmpty();
    Config with = Config.parse(asked.formatted("true"), "c.json").config();
    Conditioning sex = Conditioning.of(with, sexes()).orElseThrow();
    assertThat(sex).isEqualTo(Conditioning.fit("sex", sexes()));
    assertThat(sex.conditions(sexes().get(0))).containsExactly(0.0, 1.0);
  }

  @Test
  void putsParametersOfSequencesInClusters() {
    Conditioning mri = Conditioning.fit("mri_params", sequences());
    assertThat(mri.parts())
        .extracting(ConditioningPart::column)
        .containsExactly("FlipAngle", "RepetitionTime", "EchoTime", "Manufacturer");
    assertThat(mri.parts().get(3).categories()).containsExactly("Siemens", "Philips", "GE");
    BidsScan t1 = sequences().get(0);
    BidsScan t2 = sequences().get(3);
    BidsScan t2star = sequences().get(6);
    assertThat(mri.vector(t1)).isNotEqualTo(mri.vector(t2));
    assertThat(mri.vector(t1)).isNotEqualTo(mri.vector(t2star));
    assertThat(mri.vector(sequences().get(1))).isEqualTo(mri.vector(t1));
    for (BidsScan scan : sequences()) {
      float sum = 0;
      for (float value : mri.vector(scan)) {
        sum += value;
      }
      assertThat(sum).isEqualTo(4);
    }
    assertThat(mri.warnings(sequences())).isEmpty();
    BidsScan bare = Scans.of("11", "T1w", Map.of("FlipAngle", "9", "EchoTime", "unknown"));
    float[] vector = mri.vector(bare);
    assertThat(vector[mri.parts().get(0).length()]).isZero();
    assertThat(mri.warnings(List.of(bare))).hasSize(3);
  }

  @Test
  void averagesSeveralEchoes() {
    assertThat(MriParameter.number("0.005,0.01")).contains(0.0075);
    assertThat(MriParameter.number("[0.005, 0.01, 0.015]").orElseThrow())
        .isCloseTo(0.01, offset(1e-15));
    assertThat(MriParameter.number("3T")).isEqualTo(Optional.empty());
    assertThat(MriParameter.number("")).isEqualTo(Optional.empty());
    assertThat(MriParameter.number("[0.005,")).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0", "1.0, 1", "1.5, 1", "2.0, 2", "7, 2"})
  void putsNumbersBelowTheFirstEdgeAboveThem(double value, int bin) {
    assertThat(ConditioningPart.bin(List.of(1.0, 2.0), value)).isEqualTo(bin);
  }

  @ParameterizedTest
  @CsvSource({"sex", "contrasts", "mri_params", "age"})
  void readsBackWhatItWrote(String metadata) {
    List<BidsScan> scans = new ArrayList<>(sexes());
    scans.addAll(sequences());
    Conditioning fitted = Conditioning.fit(metadata, scans);
    String text = StrictJson.pretty(fitted.toJson());
    Conditioning read = Conditioning.fromJson(StrictJson.parse(text, "c.json"), "c.json");
    assertThat(read).isEqualTo(fitted);
    scans.forEach(scan -> assertThat(read.vector(scan)).isEqualTo(fitted.vector(scan)));
  }

  @Test
  void namesTheColumnsThatThereAre() {
    assertThatThrownBy(() -> Conditioning.fit("sexe", sexes()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found \"sexe\", of which none of 4 scans for training has a value")
        .hasMessageContaining("Did you mean \"sex\"? Known: age, participant_id, sex.")
        .hasMessageContaining("[conditioning-unknown-column]");
    assertThatThrownBy(() -> Conditioning.fit("mri_params", sexes()))
        .hasMessageContaining("[conditioning-unknown-column]");
  }

  @Test
  void refusesAColumnOfNames() {
    List<BidsScan> many = new ArrayList<>();
    for (int n = 0; n < 1001; n++) {
      many.add(Scans.of("a" + n, "T1w", Map.of()));
    }
    assertThatThrownBy(() -> Conditioning.fit("participant_id", many))
        .hasMessageContaining("found 1001 in participant_id")
        .hasMessageContaining("[conditioning-too-many]");
  }
}
