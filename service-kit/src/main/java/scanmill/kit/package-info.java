/**
 * What services would otherwise copy: the bucket, hearing and telling events, retries and dead
 * letters, leases, health, metrics, and in-memory twins for tests.
 *
 * <p>Read {@link scanmill.kit.Inbox}, {@link scanmill.kit.Outbox} and {@link
 * scanmill.kit.ObjectStore} first.
 */
@NullMarked
package scanmill.kit;

import org.jspecify.annotations.NullMarked;
