package scanmill.models;

import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;

/**
 * The result for one scan, on the scan's own grid.
 *
 * @param soft one channel per class after all steps; binary where a step binarised it
 * @param labels 0 is background, class c is c + 1
 */
public record Segmentation(ProbabilityMap soft, LabelMap labels) {}
