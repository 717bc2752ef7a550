package scanmill.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

  @ParameterizedTest
  @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "'',abc,3", "kitten,sitting,3", "ca,abc,3"})
  void countsChanges(String a, String b, int changes) {
    assertThat(DidYouMean.distance(a, b)).isEqualTo(changes);
    assertThat(DidYouMean.distance(b, a)).isEqualTo(changes);
  }

  @Test
  void findsWhatWasMeant() {
    List<String> known = List.of("batch_size", "path_data", "path_output", "num_epochs");
    assertThat(DidYouMean.nearest("batchsize", known)).contains("batch_size");
    assertThat(DidYouMean.nearest("PATH_DATA", known)).contains("path_data");
    assertThat(DidYouMean.nearest("num_epoch", known)).contains("num_epochs");
    assertThat(DidYouMean.nearest("colour", known)).isEmpty();
    assertThat(DidYouMean.nearest("x", List.of())).isEmpty();
    assertThat(DidYouMean.nearest("batch_size".repeat(100_000), known)).isEmpty();
  }

  @Test
  void findsEveryWordFromAnyOneChange() {
    List<String> known = List.of("DiceLoss", "FocalLoss", "TverskyLoss", "BinaryCrossEntropyLoss");
    Random random = new Random(5);
    for (int n = 0; n < 1000; n++) {
      String word = known.get(random.nextInt(known.size()));
      StringBuilder changed = new StringBuilder(word);
      int at = random.nextInt(word.length());
      switch (random.nextInt(3)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, 'x');
        default -> changed.setCharAt(at, 'x');
      }
      assertThat(DidYouMean.nearest(changed.toString(), known)).contains(word);
    }
  }
}
