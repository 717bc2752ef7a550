package scanmill.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One row of the training curve.
 *
 * @param scores on the validation samples, by metric name
 * @param trainingDice of the predictions that were learnt from
 */
record CurvePoint(
    int epoch,
    double trainingLoss,
    double validationLoss,
    Map<String, Double> scores,
    double learningRate,
    double seconds,
    double trainingDice) {
  private static final String DICE = "dice_score";
  private static final List<String> COLUMNS =
      List.of(
          "epoch",
          "training_loss",
          "validation_loss",
          "validation_dice",
          "learning_rate",
          "seconds",
          "training_dice");
  private static final String OF_VALIDATION = "validation_";

  CurvePoint {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /** What tells whether the network got better: validation's loss, or training's without any. */
  double watched() {
    return Double.isNaN(validationLoss) ? trainingLoss : validationLoss;
  }

  /** On the validation samples; NaN where there are none. */
  double dice() {
    return score(DICE);
  }

  private double score(String name) {
    return scores.getOrDefault(name, Double.NaN);
  }

  /** A table; after its fixed columns {@code validation_<score>} for each other score. */
  static String csv(List<CurvePoint> points) {
    Set<String> others = new LinkedHashSet<>();
    points.forEach(point -> others.addAll(point.scores.keySet()));
    others.remove(DICE);
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS));
    others.forEach(name -> csv.append(',').append(OF_VALIDATION).append(name));
    csv.append('\n');
    for (CurvePoint p : points) {
      csv.append(p.epoch);
      add(csv, p.trainingLoss, p.validationLoss, p.dice(), p.learningRate, p.seconds);
      add(csv, p.trainingDice);
      others.forEach(name -> add(csv, p.score(name)));
      csv.append('\n');
    }
    return csv.toString();
  }

  private static void add(StringBuilder csv, double... numbers) {
    for (double number : numbers) {
      csv.append(',').append(number);
    }
  }

  static List<CurvePoint> parse(String csv) {
    List<String> lines = csv.lines().toList();
    List<String> header = lines.isEmpty() ? COLUMNS : List.of(lines.get(0).split(",", -1));
    List<CurvePoint> points = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] n = line.split(",", -1);
      Map<String, Double> scores = new LinkedHashMap<>();
      scores.put(DICE, Double.parseDouble(n[3]));
      for (int column = COLUMNS.size(); column < n.length; column++) {
        String name = header.get(column).substring(OF_VALIDATION.length());
        scores.put(name, Double.parseDouble(n[column]));
      }
      points.add(
          new CurvePoint(
              Integer.parseInt(n[0]),
              Double.parseDouble(n[1]),
              Double.parseDouble(n[2]),
              scores,
              Double.parseDouble(n[4]),
              Double.parseDouble(n[5]),
              n.length > 6 ? Double.parseDouble(n[6]) : Double.NaN)); // a checkpoint from before
    }
    return points;
  }
}
