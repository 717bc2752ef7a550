package scanmill.configuration;

import scanmill.specs.Default;

/**
 * How much a predicted object must overlap one of the reference to have found it.
 *
 * @param thr at least so much
 */
public record Overlap(@Default("3") double thr, @Default("vox") SizeUnit unit) {}
