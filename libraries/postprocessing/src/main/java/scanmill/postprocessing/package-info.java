/**
 * From what a network says to clean labels, one step after the other.
 *
 * <p>Everything here is immutable, never writes to what it is given, and is safe for any number of
 * threads.
 */
@NullMarked
package scanmill.postprocessing;

import org.jspecify.annotations.NullMarked;
