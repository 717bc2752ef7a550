package scanmill.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProblemTest {
  @Test
  void saysWhatToDo() {
    BadInputException failure =
        BadInputException.of("nifti-truncated", "Required 352 bytes; found 12.", "Send it again.");

    assertThat(failure)
        .hasMessage("Required 352 bytes; found 12. Send it again. [nifti-truncated]");
    assertThat(failure.problem().code()).isEqualTo("nifti-truncated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Nifti", "a_b", "a-", "-a", "a b"})
  void hasACodeForPrograms(String code) {
    assertThatThrownBy(() -> new Problem(code, "what", "remedy"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
