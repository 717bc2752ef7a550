/** Names of things: small values that are safe as keys, folder names and labels. JDK only. */
@NullMarked
package scanmill.ids;

import org.jspecify.annotations.NullMarked;
