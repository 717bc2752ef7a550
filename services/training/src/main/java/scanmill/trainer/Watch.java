package scanmill.trainer;

import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import scanmill.kit.Lease;
import scanmill.kit.StoreException;

/**
 * Whether a replica may go on with a run: the run is in its hands, nobody cancelled it, and the
 * process was not asked to end. One thread ticks, another asks.
 */
final class Watch {
  private static final Logger LOG = Logger.getLogger(Watch.class);

  private final Lease lease;
  private final Runs runs;
  private final RunManifest manifest;
  private final BooleanSupplier stopping;
  private volatile boolean cancelled;

  Watch(Lease lease, Runs runs, RunManifest manifest, BooleanSupplier stopping) {
    this.lease = lease;
    this.runs = runs;
    this.manifest = manifest;
    this.stopping = stopping;
  }

  /** Renews the lease and looks for a cancellation; to be called about every second. */
  void tick() {
    try {
      if (!lease.renew()) {
        LOG.warnf("run=%s is in other hands now", manifest.run());
      }
      look();
    } catch (StoreException away) {
      LOG.warnf("run=%s: the bucket does not answer", manifest.run());
    }
  }

  /** Looks for a cancellation. */
  void look() {
    cancelled = cancelled || runs.isCancelled(manifest);
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean shouldStop() {
    return cancelled || stopping.getAsBoolean() || !lease.held();
  }

  /**
   * Makes sure that what is written now is not written over somebody else's.
   *
   * @throws NotOurs if the run is in other hands
   */
  void requireOurs() {
    if (!lease.renew()) {
      throw new NotOurs();
    }
  }

  /** Higher for every later taking of the run. */
  long fence() {
    return lease.fence();
  }

  /** The run is in other hands: stop and write nothing. */
  static final class NotOurs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOurs() {
      super("The run is in other hands");
    }
  }
}
