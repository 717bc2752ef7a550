/**
 * From the network's probabilities to labels on the scan's own grid, written as BIDS derivatives.
 *
 * <p>Read {@link scanmill.postprocess.Deliver} first.
 */
@NullMarked
package scanmill.postprocess;

import org.jspecify.annotations.NullMarked;
