/**
 * Two label maps, a number with a unit.
 *
 * <p>A number that does not exist is NaN, never 0: the Dice score of two empty masks, the precision
 * of an empty prediction, the distance to a surface that is not there. Means over scans leave NaN
 * out.
 */
@NullMarked
package scanmill.metrics;

import org.jspecify.annotations.NullMarked;
