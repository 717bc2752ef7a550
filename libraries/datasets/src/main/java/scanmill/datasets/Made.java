package scanmill.datasets;

import java.util.BitSet;
import scanmill.transforms.Sample;

/**
 * A sample as the network shall see it.
 *
 * @param present the channels that are there; one that has no file or was left out is not, and its
 *     values do not count
 */
record Made(Sample sample, BitSet present) {}
