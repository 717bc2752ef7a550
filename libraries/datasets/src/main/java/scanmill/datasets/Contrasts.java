package scanmill.datasets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scanmill.configuration.LoaderParameters;

/**
 * Which contrasts a part of a dataset keeps, and how much of each.
 *
 * @param wanted all if empty
 * @param balance contrast to the fraction of its files that stays
 */
record Contrasts(List<String> wanted, Map<String, Double> balance) {

  static Contrasts training(LoaderParameters loader) {
    return of(loader, loader.contrastParams().trainingValidation());
  }

  static Contrasts testing(LoaderParameters loader) {
    return of(loader, loader.contrastParams().testing());
  }

  private static Contrasts of(LoaderParameters loader, List<String> wanted) {
    return new Contrasts(
        loader.multichannel() ? List.of() : wanted, loader.contrastParams().balance());
  }

  /** Of each balanced contrast the first files by name stay; the order does not change. */
  List<BidsScan> keep(List<BidsScan> scans) {
    List<BidsScan> kept =
        new ArrayList<>(
            scans.stream()
                .filter(s -> wanted.isEmpty() || wanted.stream().anyMatch(s::hasContrast))
                .toList());
    balance.forEach(
        (contrast, fraction) -> {
          List<BidsScan> of =
              kept.stream()
                  .filter(scan -> scan.hasContrast(contrast))
                  .sorted(Comparator.comparing(BidsScan::filename))
                  .toList();
          Set<BidsScan> dropped = new HashSet<>();
          for (int n = 0; n < of.size(); n++) {
            if ((n + 1) / (double) of.size() > fraction) {
              dropped.add(of.get(n));
            }
          }
          kept.removeAll(dropped);
        });
    return kept;
  }
}
