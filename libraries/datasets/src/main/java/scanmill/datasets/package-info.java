/**
 * What is learnt from: BIDS folders, their split, and the samples cut from them, batch by batch.
 *
 * <p>Read {@link scanmill.datasets.BatchLoader} for the way from prepared scans to batches.
 */
@NullMarked
package scanmill.datasets;

import org.jspecify.annotations.NullMarked;
