package scanmill.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Several scans that were evaluated alike.
 *
 * @param evaluations one per scan
 */
public record Cohort(List<Evaluation> evaluations) {

  public Cohort {
    evaluations = List.copyOf(evaluations);
  }

  /** Every column of the table, in its order, scans weighing alike. */
  public List<Summary> summaries(Bootstrap bootstrap) {
    Map<String, Unit> units = new LinkedHashMap<>();
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int n = 0; n < evaluations.size(); n++) {
      for (Score score : evaluations.get(n).scores()) {
        units.putIfAbsent(score.column(), score.metric().unit());
        columns.computeIfAbsent(score.column(), column -> unknown())[n] = score.value();
      }
    }
    List<Summary> summaries = new ArrayList<>();
    columns.forEach(
        (column, scores) ->
            summaries.add(
                Summary.of(column, units.getOrDefault(column, Unit.ONE), scores, bootstrap)));
    return summaries;
  }

  private double[] unknown() {
    double[] unknown = new double[evaluations.size()];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  /**
   * The voxels of all scans counted together, by class: of these a large scan has more than a small
   * one, and {@code dice()} is the global Dice. Empty without scans.
   */
  public List<Overlap> pooled() {
    List<Overlap> pooled = new ArrayList<>();
    for (Evaluation evaluation : evaluations) {
      for (int c = 0; c < evaluation.overlaps().size(); c++) {
        if (c == pooled.size()) {
          pooled.add(Overlap.NONE);
        }
        pooled.set(c, pooled.get(c).plus(evaluation.overlaps().get(c)));
      }
    }
    return pooled;
  }

  /**
   * The scans apart by what is known of them, such as a column of participants.tsv; groups in the
   * order of their names.
   *
   * @param group of a scan, by its {@code imageId}; scans without one are in none
   */
  public Map<String, Cohort> by(Function<String, Optional<String>> group) {
    Map<String, List<Evaluation>> groups = new TreeMap<>();
    for (Evaluation evaluation : evaluations) {
      group
          .apply(evaluation.imageId())
          .ifPresent(name -> groups.computeIfAbsent(name, n -> new ArrayList<>()).add(evaluation));
    }
    Map<String, Cohort> cohorts = new LinkedHashMap<>();
    groups.forEach((name, members) -> cohorts.put(name, new Cohort(members)));
    return cohorts;
  }
}
