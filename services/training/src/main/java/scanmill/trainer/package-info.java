/**
 * Training runs of hours: accepted in a moment, worked on by a thread of its own, gone on with by
 * whoever comes next when a process dies.
 *
 * <p>Read {@link scanmill.trainer.Accept}, then {@link scanmill.trainer.Worker} and {@link
 * scanmill.trainer.Doing}. What is learnt and how is in the training library.
 */
@NullMarked
package scanmill.trainer;

import org.jspecify.annotations.NullMarked;
