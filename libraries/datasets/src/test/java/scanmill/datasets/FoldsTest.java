package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.configuration.SplitDataset;
import scanmill.problems.BadInputException;

class FoldsTest {

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** What {@code KFold(folds, shuffle=True, random_state=seed)} of scikit-learn 1.9 gives. */
  @ParameterizedTest
  @CsvSource({
    "10, 5, 6, 1 8/0 7/5 6/2 4/3 9",
    "8, 3, 6, 0 5 6/3 4 7/1 2",
    "7, 2, 42, 0 1 2 5/3 4 6",
    "11, 4, 0, 2 4 9/1 6 10/3 7 8/0 5"
  })
  void dividesAsScikitLearn(int count, int folds, long seed, String expected) {
    List<String> parts = new ArrayList<>();
    Folds.of(numbers(count), folds, seed, "values")
        .forEach(part -> parts.add(String.join(" ", part)));
    assertThat(String.join("/", parts)).isEqualTo(expected);
  }

  @Test
  void partsAreDisjointCoverAllAndDifferByAtMostOne() {
    for (int count = 2; count < 40; count++) {
      for (int folds = 2; folds <= Math.min(count, 12); folds++) {
        List<List<String>> parts = Folds.of(numbers(count), folds, count, "values");
        List<String> all = new ArrayList<>();
        parts.forEach(all::addAll);
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(count));
        List<Integer> sizes = parts.stream().map(List::size).sorted().toList();
        assertThat(sizes).hasSize(folds);
        assertThat(sizes.get(folds - 1) - sizes.get(0)).isLessThanOrEqualTo(1);
      }
    }
  }

  private static SplitDataset how(String json) {
    return Config.parse("{\"split_dataset\": {" + json.replace('\'', '"') + "}}", "c.json")
        .config()
        .splitDataset();
  }

  /** 40 subjects with two contrasts each, of four centres and two sexes. */
  private static List<BidsScan> forty() {
    List<BidsScan> scans = new ArrayList<>();
    for (int n = 10; n < 50; n++) {
      Map<String, String> row = Map.of("centre", "c" + n % 4, "sex", n % 3 == 0 ? "F" : "M");
      scans.add(Scans.of("" + n, "T1w", row));
      scans.add(Scans.of("" + n, "T2w", row));
    }
    return scans;
  }

  private static Set<String> subjects(List<BidsScan> scans) {
    Set<String> subjects = new LinkedHashSet<>();
    scans.forEach(scan -> subjects.add(scan.id().subject().label()));
    return subjects;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'folds': 5 | 5 | 7 | 8",
        "'folds': 5, 'test_fraction': 0 | 5 | 8 | 0",
        "'folds': 3, 'test_fraction': 0, 'balance': 'sex' | 3 | 14 | 0",
        "'folds': 4, 'data_testing': {'data_type': 'centre', 'data_value': ['c1']} | 4 | 8 | 10",
        "'folds': 2, 'split_method': 'centre', 'test_fraction': 0 | 2 | 20 | 0"
      })
  void everyScanThatIsNotForTestingIsValidatedOnce(
      String json, int folds, int validation, int test) {
    List<BidsScan> validated = new ArrayList<>();
    Set<BidsScan> tested = new HashSet<>();
    for (int fold = 0; fold < folds; fold++) {
      Split split = Split.of(forty(), how(json + ", 'fold': " + fold));
      assertThat(split.all()).containsExactlyInAnyOrderElementsOf(forty());
      Set<String> others = subjects(split.validation());
      others.addAll(subjects(split.test()));
      assertThat(Collections.disjoint(subjects(split.training()), others)).isTrue();
      assertThat(subjects(split.validation()).size()).isBetween(validation - 1, validation);
      assertThat(subjects(split.test())).hasSize(test);
      validated.addAll(split.validation());
      tested.addAll(split.test());
    }
    assertThat(tested).hasSize(2 * test);
    validated.addAll(tested);
    assertThat(validated).containsExactlyInAnyOrderElementsOf(forty());
  }

  @Test
  void refusesMorePartsThanValues() {
    assertThatThrownBy(
            () -> Split.of(forty(), how("'folds': 4, 'fold': 1, 'split_method': 'centre'")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "Required at least 4 of centre, one for each of split_dataset.folds; found 3 that are"
                + " not for testing.")
        .hasMessageContaining("[split-folds]");
  }
}
