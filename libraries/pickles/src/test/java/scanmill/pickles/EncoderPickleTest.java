package scanmill.pickles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;

class EncoderPickleTest {
  /** {@code joblib.dump(OneHotEncoder(handle_unknown='ignore').fit([[0], [2], [1]]))}, 1.9.1. */
  private static final String ENCODER =
      "gASV4AEAAAAAAACMH3NrbGVhcm4ucHJlcHJvY2Vzc2luZy5fZW5jb2RlcnOUjA1PbmVIb3RFbmNvZGVylJOUKYGUfZQojApjYXRlZ29yaWVzlIwEYXV0b5SMDXNwYXJzZV9vdXRwdXSUiIwFZHR5cGWUjAVudW1weZSMB2Zsb2F0NjSUk5SMDmhhbmRsZV91bmtub3dulIwGaWdub3JllIwEZHJvcJROjA1taW5fZnJlcXVlbmN5lE6MDm1heF9jYXRlZ29yaWVzlE6MFWZlYXR1cmVfbmFtZV9jb21iaW5lcpSMBmNvbmNhdJSME19pbmZyZXF1ZW50X2VuYWJsZWSUiYwObl9mZWF0dXJlc19pbl+USwGMC2NhdGVnb3JpZXNflF2UjBNqb2JsaWIubnVtcHlfcGlja2xllIwRTnVtcHlBcnJheVdyYXBwZXKUk5QpgZR9lCiMCHN1YmNsYXNzlGgJjAduZGFycmF5lJOUjAVzaGFwZZRLA4WUjAVvcmRlcpSMAUOUaAhoCYwFZHR5cGWUk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKMCmFsbG93X21tYXCUiIwbbnVtcHlfYXJyYXlfYWxpZ25tZW50X2J5dGVzlEsQdWIE/////wAAAAAAAAAAAQAAAAAAAAACAAAAAAAAAJVgAAAAAAAAAGGMGF9kcm9wX2lkeF9hZnRlcl9ncm91cGluZ5ROjAlkcm9wX2lkeF+UTowQX25fZmVhdHVyZXNfb3V0c5RdlEsDYYwQX3NrbGVhcm5fdmVyc2lvbpSMBTEuOS4xlHViLg==";

  /** {@code joblib.dump({"A": 0, "B": 1, "C": 2})}. */
  private static final String NUMBERS = "gASVFwAAAAAAAAB9lCiMAUGUSwCMAUKUSwGMAUOUSwJ1Lg==";

  @TempDir Path folder;

  private Path file(String base64) throws IOException {
    return Files.write(folder.resolve("x.joblib"), Base64.getDecoder().decode(base64));
  }

  @Test
  void readsTheCategoriesOfAnEncoder() throws IOException {
    assertThat(EncoderPickle.categories(file(ENCODER))).isEqualTo(List.of(List.of(0L, 1L, 2L)));
  }

  @Test
  void readsTheNumbersOfAColumn() throws IOException {
    assertThat(EncoderPickle.numbers(file(NUMBERS))).isEqualTo(Map.of("A", 0L, "B", 1L, "C", 2L));
  }

  @Test
  void refusesOtherClassesAndOtherThings() throws IOException {
    assertThatThrownBy(() -> EncoderPickle.categories(file(NUMBERS)))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> EncoderPickle.numbers(file(ENCODER)))
        .isInstanceOf(BadInputException.class);
    Path evil = folder.resolve("evil.joblib");
    Files.write(
        evil, Assembly.protocol2().global("os", "system").text("true").op(0x85, 'R').stop());
    assertThatThrownBy(() -> EncoderPickle.numbers(evil)).hasMessageContaining("os.system");
  }

  @Test
  void survivesEveryBrokenEncoder() throws IOException {
    byte[] whole = Base64.getDecoder().decode(ENCODER);
    Random random = new Random(3);
    Path file = folder.resolve("broken.joblib");
    int refused = 0;
    for (int n = 0; n < 500; n++) {
      byte[] broken = whole.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      Files.write(file, broken);
      try {
        EncoderPickle.categories(file);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
