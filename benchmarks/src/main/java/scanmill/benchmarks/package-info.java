/**
 * Programs that print ratios measured side by side in one run. None is a test; none holds a limit.
 */
@NullMarked
package scanmill.benchmarks;

import org.jspecify.annotations.NullMarked;
