/**
 * The commands people type. They speak to a platform through its gateway only: one that runs
 * somewhere, or one that is started for the call.
 *
 * <p>Read {@link scanmill.cli.Scanmill} first.
 */
@NullMarked
package scanmill.cli;

import org.jspecify.annotations.NullMarked;
