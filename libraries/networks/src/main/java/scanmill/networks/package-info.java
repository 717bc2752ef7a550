/** Architectures and losses as values: records with a name in a catalogue. */
@NullMarked
package scanmill.networks;

import org.jspecify.annotations.NullMarked;
