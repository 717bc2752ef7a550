/**
 * What images are: grids in the world, intensities, labels and probabilities, and the files they
 * come in. JDK only.
 *
 * <p>{@code i, j, k} are voxel axes with {@code i} fastest in memory, {@code x, y, z} world axes in
 * RAS+ millimetres.
 */
@NullMarked
package scanmill.volumes;

import org.jspecify.annotations.NullMarked;
