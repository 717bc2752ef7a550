package scanmill.training;

import java.util.Map;

/** Adds up how predictions agree with their truth, over as many batches as there are. */
interface ValidationScores {
  /**
   * @param prediction (N, K, …), last axis fastest; likewise {@code target}
   */
  void add(float[] prediction, float[] target, int samples);

  /** By name. */
  Map<String, Double> scores();
}
