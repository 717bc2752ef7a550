/**
 * The door for scans: from an object that somebody dropped under {@code incoming/} to a scan that
 * is known and a request that is told, and back to a note beside the drop.
 *
 * <p>Read {@link scanmill.ingest.TakeUp} first, then {@link scanmill.ingest.Sweep} and {@link
 * scanmill.ingest.TellOutcome}.
 */
@NullMarked
package scanmill.ingest;

import org.jspecify.annotations.NullMarked;
