package scanmill.transforms;

import scanmill.volumes.Grid;

/**
 * One change that was made, and the grid it was made on: enough to make it again and to undo it.
 *
 * @param before the sample's grid before the change
 */
public record Applied(Transform transform, Grid before) {}
