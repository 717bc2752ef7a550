package scanmill.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class ParticipantsTest {
  private static final Participants TABLE =
      Participants.read(
          new StringReader(
              """
              participant_id\tsex\tage\tsite\tscanner
              sub-1\tF\t20\tA\tx
              sub-2\tM\t30\tA\ty
              sub-3\tn/a\t40\tA\tz
              """),
          "participants.tsv");

  private static final Map<String, String> SCANS =
      Map.of("sub-1_T1w", "sub-1", "sub-2_T1w", "sub-2", "sub-3_T1w", "sub-3");

  @Test
  void tellsScansApartByAColumn() {
    assertThat(TABLE.by("sex", SCANS).groups())
        .isEqualTo(Map.of("sub-1_T1w", "F", "sub-2_T1w", "M"));
    assertThatThrownBy(() -> TABLE.by("weight", SCANS))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("sex");
  }

  @Test
  void partsManyNumbersAtTheirMedian() {
    StringBuilder rows = new StringBuilder("participant_id\tage\n");
    Map<String, String> scans = new LinkedHashMap<>();
    for (int n = 1; n <= 7; n++) {
      rows.append("sub-").append(n).append('\t').append(10 * n).append('\n');
      scans.put("scan" + n, "sub-" + n);
    }

    Subgroups ages = Participants.read(new StringReader(rows.toString()), "table").by("age", scans);

    assertThat(ages.of("scan4")).contains("at most 40");
    assertThat(ages.of("scan5")).contains("more than 40");
  }

  @Test
  void findsTheColumnsThatPartTheScans() {
    Map<String, String> twice = new LinkedHashMap<>(SCANS);
    SCANS.forEach((scan, subject) -> twice.put(scan + "w", subject));

    assertThat(TABLE.apart(twice))
        .extracting(Subgroups::column)
        .containsExactly("sex", "age", "scanner"); // all are of one site
    assertThat(TABLE.apart(SCANS)).as("groups of one scan tell nothing").isEmpty();
  }
}
