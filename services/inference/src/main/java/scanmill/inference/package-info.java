/**
 * From a sample to probabilities, by models that stay loaded.
 *
 * <p>Read {@link scanmill.inference.Predict} first, then {@link scanmill.inference.ResidentModels}.
 */
@NullMarked
package scanmill.inference;

import org.jspecify.annotations.NullMarked;
