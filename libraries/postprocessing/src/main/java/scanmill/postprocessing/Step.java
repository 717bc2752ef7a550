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
   * @param maps how sure the network is, of the same scan on the same grid
   * @throws scanmill.problems.BadInputException if the step is not made for that many classes, or
   *     needs a map that is not there
   */
  ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps);

  /** Of a prediction that nothing more is known of. */
  default ProbabilityMap apply(ProbabilityMap prediction) {
    return apply(prediction, UncertaintyMaps.NONE);
  }
}
