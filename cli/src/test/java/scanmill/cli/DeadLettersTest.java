package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scanmill dead-letters}. */
class DeadLettersTest {
  private static final String LETTER =
      """
      {"id": "inference-sample-ready.0.12", "subject": "sub-01_T2w", "topic": "sample-ready",
       "parked": "2026-01-02T12:00:00Z", "redrives": 1,
       "problem": {"code": "out-of-reach", "what": "The disk was full.", "remedy": "Make room."}}
      """;

  @TempDir Path folder;

  @Test
  void listsThoseThatWaitAndPutsThemBack() {
    try (FakePlatform platform = new FakePlatform()) {
      platform
          .answer("GET /api/dead-letters", 200, "[" + LETTER + "]")
          .answer(
              "POST /api/dead-letters/inference-sample-ready.0.12/redrive",
              200,
              LETTER.replace("}}", "}, \"redriven\": \"2026-01-02T13:00:00Z\"}"));
      String server = platform.address().toString();
      Desk desk = new Desk(folder);

      assertThat(desk.type("dead-letters", "--server", server)).as(desk.err()).isZero();
      assertThat(desk.out())
          .contains("inference-sample-ready.0.12", "sub-01_T2w", "once", "The disk was full.");

      assertThat(desk.type("dead-letters", "redrive", "--all", "--server", server)).isZero();
      assertThat(desk.out()).contains("inference-sample-ready.0.12 is back on sample-ready");
    }
  }

  @Test
  void wantsToKnowWhich() {
    Desk desk = new Desk(folder);

    assertThat(desk.type("dead-letters", "redrive", "--server", "http://127.0.0.1:1")).isNotZero();
    assertThat(desk.err()).contains("dead-letters-which");
  }
}
