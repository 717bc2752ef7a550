package scanmill.training;

import java.util.ArrayList;
import java.util.List;

/** One row of the training curve. */
record CurvePoint(
    int epoch,
    double trainingLoss,
    double validationLoss,
    double dice,
    double learningRate,
    double seconds,
    double trainingDice) {
  private static final String HEADER =
      "epoch,training_loss,validation_loss,validation_dice,learning_rate,seconds,training_dice";

  /** What tells whether the network got better: validation's loss, or training's without any. */
  double watched() {
    return Double.isNaN(validationLoss) ? trainingLoss : validationLoss;
  }

  static String csv(List<CurvePoint> points) {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (CurvePoint p : points) {
      csv.append(p.epoch).append(',').append(p.trainingLoss).append(',').append(p.validationLoss);
      csv.append(',')
          .append(p.dice)
          .append(',')
          .append(p.learningRate)
          .append(',')
          .append(p.seconds)
          .append(',')
          .append(p.trainingDice)
          .append('\n');
    }
    return csv.toString();
  }

  static List<CurvePoint> parse(String csv) {
    List<CurvePoint> points = new ArrayList<>();
    for (String line : csv.lines().skip(1).toList()) {
      String[] n = line.split(",", -1);
      points.add(
          new CurvePoint(
              Integer.parseInt(n[0]),
              Double.parseDouble(n[1]),
              Double.parseDouble(n[2]),
              Double.parseDouble(n[3]),
              Double.parseDouble(n[4]),
              Double.parseDouble(n[5]),
              n.length > 6 ? Double.parseDouble(n[6]) : Double.NaN)); // a checkpoint from before
    }
    return points;
  }
}
