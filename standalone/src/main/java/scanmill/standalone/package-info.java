/**
 * Every service in one process, with a broker and a bucket of its own: what a laptop runs.
 *
 * <p>Read {@link scanmill.standalone.Main} first.
 */
@NullMarked
package scanmill.standalone;

import org.jspecify.annotations.NullMarked;
