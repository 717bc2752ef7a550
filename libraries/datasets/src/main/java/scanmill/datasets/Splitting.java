package scanmill.datasets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import scanmill.configuration.SplitDataset;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;

/**
 * Divides scans at random as ivadomed 2.9 does: scikit-learn's {@code train_test_split} on numpy's
 * legacy generator. For cross-validation, one of several {@link Folds} is for validation.
 */
final class Splitting {
  private final SplitDataset how;
  private final List<String> warnings = new ArrayList<>();
  private final List<BidsScan> training = new ArrayList<>();
  private final List<BidsScan> validation = new ArrayList<>();
  private final List<BidsScan> test = new ArrayList<>();

  /** What is learnt from, and what is for validation; or what is for testing, and the rest. */
  private record Drawn(List<String> chosen, List<String> rest) {}

  Splitting(SplitDataset how) {
    this.how = how;
  }

  Split of(List<BidsScan> scans) {
    requireColumn(scans, how.splitMethod());
    Optional<String> balance = how.balance();
    if (balance.isPresent() && values(scans, balance.get()).isEmpty()) {
      warnings.add(
          "No scan has split_dataset.balance " + balance.get() + " in its metadata; not balanced.");
      balance = Optional.empty();
    }
    if (balance.isEmpty()) {
      divide(scans);
    } else {
      String column = balance.get();
      for (String value : values(scans, column)) {
        divide(with(scans, column, Set.of(value)));
      }
    }
    return new Split(training, validation, test, warnings);
  }

  private void divide(List<BidsScan> all) {
    String unit = how.splitMethod();
    List<BidsScan> scans = all.stream().filter(s -> s.metadata().containsKey(unit)).toList();
    if (scans.size() < all.size()) {
      warnings.add(
          (all.size() - scans.size()) + " scans have no " + unit + " in their metadata; left out.");
    }
    String type = testColumn(scans);
    Set<String> testValues = testValues(scans, type);
    List<BidsScan> forTest = with(scans, type, testValues);
    List<BidsScan> others = new ArrayList<>(scans);
    others.removeAll(new HashSet<>(forTest));
    List<String> remaining = values(others, unit);
    Drawn drawn =
        how.folds().isPresent()
            ? fold(remaining, how.folds().get())
            : drawTraining(remaining, values(scans, unit).size());
    Set<BidsScan> taken = new HashSet<>(forTest);
    add(training, with(scans, unit, drawn.chosen()), taken);
    add(validation, with(scans, unit, drawn.rest()), taken);
    test.addAll(forTest);
  }

  /** One participant may be scanned at two centres, of which one is for testing. */
  private static void add(List<BidsScan> to, List<BidsScan> scans, Set<BidsScan> taken) {
    scans.stream().filter(scan -> !taken.contains(scan)).forEach(to::add);
  }

  private String testColumn(List<BidsScan> scans) {
    Optional<String> asked = how.dataTesting().dataType();
    if (asked.isPresent() && values(scans, asked.get()).isEmpty()) {
      warnings.add(
          "No scan has split_dataset.data_testing.data_type "
              + asked.get()
              + " in its metadata; "
              + how.splitMethod()
              + " was used.");
      return how.splitMethod();
    }
    return asked.orElse(how.splitMethod());
  }

  private Set<String> testValues(List<BidsScan> scans, String type) {
    List<String> given = how.dataTesting().dataValue();
    if (given.isEmpty() && how.testFraction() > 0) {
      List<String> candidates = Values.sorted(values(scans, type));
      int n = candidates.size();
      double fraction = Math.max(how.testFraction(), 1.0 / n);
      if (n < 2 || fraction >= 1) {
        throw BadInputException.of(
            "split-test-fraction",
            "Required values of "
                + type
                + " to draw a share of for testing and to leave some; found "
                + n
                + " and the share "
                + fraction
                + ".",
            "Lower split_dataset.test_fraction, or add scans.");
      }
      return new LinkedHashSet<>(draw(candidates, Math.max(1, (int) (fraction * n))).chosen());
    }
    List<String> there = values(scans, type);
    Set<String> matching = new LinkedHashSet<>();
    for (String value : given) {
      List<String> equal = there.stream().filter(each -> Values.equal(each, value)).toList();
      if (equal.isEmpty()) {
        warnings.add("No scan has " + type + " " + value + ", which is to be for testing.");
      }
      matching.addAll(equal);
    }
    return matching;
  }

  private Drawn fold(List<String> remaining, int folds) {
    List<String> validation =
        Folds.of(remaining, folds, how.randomSeed(), how.splitMethod()).get(how.fold());
    List<String> training = new ArrayList<>(remaining);
    training.removeAll(new HashSet<>(validation));
    return new Drawn(training, validation);
  }

  private Drawn drawTraining(List<String> remaining, int all) {
    int n = remaining.size();
    double fraction = n == 0 ? Double.POSITIVE_INFINITY : how.trainFraction() * all / n;
    int count = (int) (fraction * n);
    if (fraction >= 1 || count < 1) {
      throw BadInputException.of(
          "split-train-fraction",
          "Required a training and a validation part of at least one "
              + how.splitMethod()
              + " each; found "
              + n
              + " of "
              + all
              + " left after testing, and train_fraction "
              + how.trainFraction()
              + ".",
          fraction >= 1
              ? "Lower split_dataset.train_fraction or test_fraction."
              : "Raise split_dataset.train_fraction, or add scans.");
    }
    return draw(remaining, count);
  }

  /** The chosen are the end of a random permutation, the rest its beginning. */
  private Drawn draw(List<String> from, int count) {
    int[] order = new LegacyRandom(how.randomSeed()).permutation(from.size());
    int rest = from.size() - count;
    List<String> chosen = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int n = 0; n < order.length; n++) {
      (n < rest ? others : chosen).add(from.get(order[n]));
    }
    return new Drawn(chosen, others);
  }

  private static void requireColumn(List<BidsScan> scans, String column) {
    if (!values(scans, column).isEmpty()) {
      return;
    }
    Set<String> known = new TreeSet<>();
    scans.forEach(scan -> known.addAll(scan.metadata().keySet()));
    throw BadInputException.of(
        "split-unknown-column",
        "split_dataset.split_method: required a column of the metadata; found \""
            + column
            + "\", which none of "
            + scans.size()
            + " scans has.",
        DidYouMean.nearest(column, known).map(n -> "Did you mean \"" + n + "\"? ").orElse("")
            + "Known: "
            + String.join(", ", known.stream().limit(40).toList())
            + ".");
  }

  /** All values of a column, in the order they first appear in. */
  private static List<String> values(List<BidsScan> scans, String column) {
    Set<String> values = new LinkedHashSet<>();
    for (BidsScan scan : scans) {
      Optional.ofNullable(scan.metadata().get(column)).ifPresent(values::add);
    }
    return new ArrayList<>(values);
  }

  private static List<BidsScan> with(
      List<BidsScan> scans, String column, Collection<String> values) {
    Set<String> wanted = new HashSet<>(values);
    return scans.stream()
        .filter(
            scan ->
                Optional.ofNullable(scan.metadata().get(column))
                    .filter(wanted::contains)
                    .isPresent())
        .toList();
  }
}
