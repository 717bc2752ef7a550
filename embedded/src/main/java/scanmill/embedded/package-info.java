/**
 * A real broker and a real S3 server inside this process: for the laptop, and for tests of
 * services.
 *
 * <p>Read {@link scanmill.embedded.LogAndBucket} first.
 */
@NullMarked
package scanmill.embedded;

import org.jspecify.annotations.NullMarked;
