/**
 * From a segmentation and a reference to scores.
 *
 * <p>Read {@link scanmill.evaluation.Evaluate} first; how things are compared is in the metrics
 * library.
 */
@NullMarked
package scanmill.evaluation;

import org.jspecify.annotations.NullMarked;
