/**
 * What came of comparing predictions with references, for people and for programs.
 *
 * <p>Read {@link scanmill.reports.EvaluationReport} first.
 */
@NullMarked
package scanmill.reports;

import org.jspecify.annotations.NullMarked;
