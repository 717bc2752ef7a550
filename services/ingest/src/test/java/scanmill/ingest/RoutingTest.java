package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTest {
  @Test
  void theFirstRuleThatMatchesWins() {
    Routing routing =
        new Routing(
            List.of(
                rule("cord/**", Map.of("suffix", "T2w"), "cord-t2"),
                rule("cord/**", Map.of(), "cord-any"),
                rule("**", Map.of(), "rest")));

    assertThat(model(routing, "incoming/cord/site-1/sub-1_T2w.nii.gz")).contains("cord-t2");
    assertThat(model(routing, "incoming/cord/sub-1_T1w.nii.gz")).contains("cord-any");
    assertThat(model(routing, "incoming/heart/sub-1_T2w.nii.gz")).contains("rest");
    assertThat(model(routing, "incoming/sub-1_T2w.nii.gz")).contains("rest");
  }

  @Test
  void aStarStaysWithinAFolder() {
    Routing routing = new Routing(List.of(rule("study/*", Map.of(), "m")));

    assertThat(model(routing, "incoming/study/a/x.nii")).contains("m");
    assertThat(model(routing, "incoming/study/a/b/x.nii")).isEmpty();
    assertThat(model(routing, "incoming/study/x.nii")).isEmpty();
  }

  @Test
  void twoStarsAtTheEndMeanTheFolderItselfToo() {
    Routing routing = new Routing(List.of(rule("study/**", Map.of(), "m")));

    assertThat(model(routing, "incoming/study/x.nii")).contains("m");
    assertThat(model(routing, "incoming/study/a/b/x.nii")).contains("m");
    assertThat(model(routing, "incoming/study2/x.nii")).isEmpty();
  }

  @Test
  void otherCharactersOfAGlobStandForThemselves() {
    Routing routing = new Routing(List.of(rule("a.b(1)[x]", Map.of(), "m")));

    assertThat(model(routing, "incoming/a.b(1)[x]/x.nii")).contains("m");
    assertThat(model(routing, "incoming/aXb(1)[x]/x.nii")).isEmpty();
  }

  @Test
  void everyEntityNamedMustMatch() {
    Routing routing =
        new Routing(
            List.of(
                rule(
                    "**", Map.of("sub", "a*", "ses", "0?", "acq", "hires", "suffix", "T1w"), "m")));

    assertThat(model(routing, "incoming/sub-ab_ses-01_acq-hires_T1w.nii.gz")).contains("m");
    assertThat(model(routing, "incoming/sub-bb_ses-01_acq-hires_T1w.nii.gz")).isEmpty();
    assertThat(model(routing, "incoming/sub-ab_acq-hires_T1w.nii.gz")).isEmpty();
    assertThat(model(routing, "incoming/sub-ab_ses-01_T1w.nii.gz")).isEmpty();
    assertThat(model(routing, "incoming/anything.nii.gz")).isEmpty();
  }

  @Test
  void refusesAModelNameThatIsNone() {
    assertThatThrownBy(() -> rule("**", Map.of(), "../escape"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Routing.Rule rule(String folder, Map<String, String> entities, String model) {
    return new Routing.Rule(Optional.of(folder), Optional.of(entities), model, Optional.empty());
  }

  private static Optional<String> model(Routing routing, String key) {
    return routing.ruleFor(new DropName(key)).map(Routing.Rule::model);
  }
}
