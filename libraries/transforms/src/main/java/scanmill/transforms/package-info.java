/**
 * Sample to sample: fixed changes, distributions over changes, and the way back onto the grid a
 * sample came from.
 *
 * <p>All transforms speak of voxel axes {@code (i, j, k)}, which are (height, width, depth) of the
 * reoriented volume; slices lie across k. Everything here is immutable and safe for any number of
 * threads.
 */
@NullMarked
package scanmill.transforms;

import org.jspecify.annotations.NullMarked;
