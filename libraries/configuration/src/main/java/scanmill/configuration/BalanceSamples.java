package scanmill.configuration;

import scanmill.specs.Default;

/**
 * Whether samples are drawn so that every kind is seen equally often.
 *
 * @param type what tells kinds apart: {@code gt}, or a metadata column
 */
public record BalanceSamples(@Default("false") boolean applied, @Default("gt") String type) {}
