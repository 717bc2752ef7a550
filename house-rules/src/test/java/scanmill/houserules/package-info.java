/**
 * Rules of the house that Maven cannot see: directions between packages, tidiness of the source
 * text, and deployment files that mean what they say.
 */
@NullMarked
package scanmill.houserules;

import org.jspecify.annotations.NullMarked;
