/**
 * A trained model as a folder that can be handed around, and what it does to a scan: prepare,
 * segment, restore.
 *
 * <p>Read {@link scanmill.models.ModelPackage} first, then {@link scanmill.models.Preparation},
 * {@link scanmill.models.Segmenter} and {@link scanmill.models.Restoration}: that is the order a
 * scan meets them.
 */
@NullMarked
package scanmill.models;

import org.jspecify.annotations.NullMarked;
