/**
 * Several predictions of one scan, and how far they agree: voxel by voxel and object by object.
 *
 * <p>Where the predictions come from (dropout, augmentation, several models) makes no difference
 * here.
 */
@NullMarked
package scanmill.uncertainty;

import org.jspecify.annotations.NullMarked;
