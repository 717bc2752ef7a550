package scanmill.configuration;

import scanmill.specs.Default;

/**
 * A network that says whether a slice shows something.
 *
 * @param applied whether it is the network
 */
public record Classifier(@Default("false") boolean applied) {}
