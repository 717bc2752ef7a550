/**
 * From a request to a sample that a network can read: which scan, which model and which version of
 * both is settled here, once.
 *
 * <p>Read {@link scanmill.preprocess.Prepare} first.
 */
@NullMarked
package scanmill.preprocess;

import org.jspecify.annotations.NullMarked;
