/**
 * Learning: the plan, the loop, the schedule, the checkpoint.
 *
 * <p>Read {@link scanmill.training.TrainingRun}: its {@code train} method is the whole story from a
 * dataset to a model package.
 */
@NullMarked
package scanmill.training;

import org.jspecify.annotations.NullMarked;
