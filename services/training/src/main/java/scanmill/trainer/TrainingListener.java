package scanmill.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingRequested;
import scanmill.kit.Inbox;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.Stopping;

/** Hears what runs are wanted and which are not any more; keeps the thread that does them. */
@ApplicationScoped
class TrainingListener {
  private static final Logger LOG = Logger.getLogger(TrainingListener.class);

  /** What names, tables and sidecars of datasets may take on the disk while no run reads them. */
  private static final long SKELETON_BYTES = 1L << 30;

  private final Inbox inbox;
  private final Stopping stopping;
  private final TrainingSettings settings;
  private final Holder holder;
  private final Worker worker;
  private final Accept accept;
  private final Cancel cancel;

  @Inject
  TrainingListener(
      Inbox inbox,
      ObjectStore store,
      Outbox outbox,
      Stopping stopping,
      MeterRegistry registry,
      TrainingSettings settings) {
    this.inbox = inbox;
    this.stopping = stopping;
    this.settings = settings;
    Path work =
        settings
            .work()
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "scanmill-training"));
    Clock clock = Clock.systemUTC();
    holder = Holder.of(work);
    BucketData.Around around =
        new BucketData.Around(
            store,
            outbox,
            new ObjectCopies(store, work.resolve("copies"), settings.cacheBytes()),
            settings.cacheBytes(),
            new Patiently(stopping::pause),
            new LearningMeasures(registry),
            new BucketData.Ahead(
                settings.scansAhead(), settings.chunksAhead(), settings.chunkPatience()));
    DataOfRuns data =
        new DataOfRuns(
            new Datasets(store, work.resolve("datasets"), SKELETON_BYTES, settings.localData()),
            around,
            work.resolve("prepared"));
    Trainer trainer = new LibraryTrainer(settings.device(), settings.threads());
    Doing doing =
        new Doing(store, outbox, data, trainer, work.resolve("runs-" + holder.name()), clock);
    worker =
        new Worker(
            store,
            doing,
            holder.name(),
            settings.lease(),
            settings.look(),
            clock,
            stopping::isAsked);
    Runs runs = new Runs(store);
    accept = new Accept(runs, worker::hint);
    cancel = new Cancel(runs, worker::hint);
  }

  void start(@Observes StartupEvent event) {
    worker.start(settings.slots());
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.ask();
    if (!worker.awaitStop(settings.stopWithin())) {
      LOG.warn("A run is left within a batch; it goes on from its last checkpoint");
    }
    holder.close();
  }

  @Incoming("training-training-requested")
  @Blocking(value = "training", ordered = false)
  CompletionStage<Void> requested(Message<byte[]> message) {
    return inbox.answer(message, TrainingRequested.class, accept);
  }

  @Incoming("training-training-cancellation-requested")
  @Blocking(value = "training", ordered = false)
  CompletionStage<Void> unwanted(Message<byte[]> message) {
    return inbox.answer(message, TrainingCancellationRequested.class, cancel);
  }
}
