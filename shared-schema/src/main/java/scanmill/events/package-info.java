/**
 * The facts that services tell each other, one record each, one topic each. JDK only.
 *
 * <p>Read {@link scanmill.events.Event} first: it lists them all.
 */
@NullMarked
package scanmill.events;

import org.jspecify.annotations.NullMarked;
