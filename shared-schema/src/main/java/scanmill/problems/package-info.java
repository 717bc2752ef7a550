/**
 * How an error reaches a person. The one vocabulary of failure that libraries and services share.
 * JDK only.
 */
@NullMarked
package scanmill.problems;

import org.jspecify.annotations.NullMarked;
