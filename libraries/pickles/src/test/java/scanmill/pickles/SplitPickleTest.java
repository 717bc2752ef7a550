package scanmill.pickles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

class SplitPickleTest {

  private static byte[] file(String name) throws IOException {
    try (InputStream in = SplitPickleTest.class.getResourceAsStream(name + ".joblib")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static Map<String, List<String>> read(byte[] file) {
    return SplitPickle.read(file, "old.joblib");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "zlib", "gzip", "array", "object", "scalar", "ndarray", "p0", "p1", "p2"})
  void readsWhatJoblibWrote(String name) throws IOException {
    Map<String, List<String>> split = read(file(name));
    assertThat(split)
        .containsExactly(
            Map.entry("train", List.of("sub-01_T1w.nii.gz", "sub-02_T2w.nii.gz")),
            Map.entry("valid", List.of("sub-03_T1w.nii.gz")),
            Map.entry("test", List.of("sub-04")));
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("s.joblib"), file("plain"));
    assertThat(SplitPickle.read(file)).containsKey("valid");
  }

  @Test
  void neverRunsWhatAFileNames() {
    byte[] evil =
        Assembly.protocol2()
            .op('}', '(')
            .text("train")
            .global("posix", "system")
            .text("touch /tmp/owned")
            .op(0x85, 'R', 'u')
            .stop();
    assertThatThrownBy(() -> read(evil))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("old.joblib: required plain values and the classes that such a file")
        .hasMessageContaining("found posix.system, which Python would run. Nothing was made of it.")
        .hasMessageContaining("[pickle-foreign-class]");
  }

  @Test
  void saysWhereAFileEndsTooEarly() throws IOException {
    for (String name : List.of("plain", "zlib", "gzip", "array", "object", "p0")) {
      byte[] whole = file(name);
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(part))
            .as(name + " cut at " + length)
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("[pickle-");
      }
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(file("plain"), 60)))
        .hasMessageContaining("found the end of the file at byte 60")
        .hasMessageContaining("[pickle-truncated]");
  }

  @Test
  void saysWhatElseTheFileIs() {
    assertThatThrownBy(() -> read(Assembly.protocol2().op(']').stop()))
        .hasMessageContaining("required a dict with train, valid and test; found a list")
        .hasMessageContaining("[pickle-unexpected]");
    assertThatThrownBy(() -> read(Assembly.protocol2().op('}').text("train").op(']', 's').stop()))
        .hasMessageContaining("found one without valid");
    Assembly numbers = Assembly.protocol2().op('}', '(').text("train").op(']', 'K', 1, 'a');
    assertThatThrownBy(() -> read(numbers.op('u').stop()))
        .hasMessageContaining("a list of text for train; found a list that holds a number");
    assertThatThrownBy(() -> read(new byte[] {'B', 'Z', 'h', '9'}))
        .hasMessageContaining("only zlib and gzip are read");
  }

  @Test
  void refusesWhatUnfoldsToTooMuch() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int n = 0; n < 70; n++) {
        out.write(zeros);
      }
    }
    assertThat(bomb.size()).isLessThan(100_000);
    assertThatThrownBy(() -> read(bomb.toByteArray()))
        .hasMessageContaining("at most 64 MiB")
        .hasMessageContaining("[pickle-too-large]");
  }

  /** Whatever bytes change: a split, or words; never another exception, never a long wait. */
  @Test
  void survivesEveryBrokenFile() throws IOException {
    Random random = new Random(20);
    int read = 0;
    int refused = 0;
    for (String name :
        List.of("plain", "zlib", "array", "object", "scalar", "ndarray", "p0", "p2")) {
      byte[] whole = file(name);
      for (int n = 0; n < 2000; n++) {
        byte[] broken = whole.clone();
        for (int change = 0; change <= random.nextInt(4); change++) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        try {
          assertThat(read(broken)).containsOnlyKeys("train", "valid", "test");
          read++;
        } catch (BadInputException e) {
          assertThat(e.problem().code()).startsWith("pickle-");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(5_000);
    assertThat(read).isGreaterThan(500);
  }
}
