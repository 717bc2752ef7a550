package scanmill.postprocessing;

import scanmill.volumes.ProbabilityMap;

/**
 * One change after the network.
 *
 * <p>The grid and the number of classes stay, values stay in [0, 1], a mask without objects
 * survives. A result may share the arrays of classes that did not change.
 */
public interface Step {

  /**
   * @param prediction values in [0, 1]
   * @throws scanmill.problems.BadInputException if the step is not made for that many classes
   */
  ProbabilityMap apply(ProbabilityMap prediction);
}
