package scanmill.preprocess;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.AugmentationRequested;
import scanmill.events.ScanPreparationRequested;
import scanmill.events.SegmentationRequested;
import scanmill.kit.Folders;
import scanmill.kit.Inbox;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.PreparedObjects;

/** Hears which scans are to be segmented or learnt from, and which batches are wanted soon. */
@ApplicationScoped
class PreprocessListener {
  /** No scan and no chunk takes longer. */
  private static final Duration FORSAKEN = Duration.ofHours(6);

  private final Inbox inbox;
  private final Prepare prepare;
  private final PrepareScan prepareScan;
  private final Augment augment;

  @Inject
  PreprocessListener(
      Inbox inbox, ObjectStore store, ModelFolders folders, PreprocessSettings settings) {
    this.inbox = inbox;
    Models models = new Models(folders);
    this.prepare = new Prepare(store, new Orders(store, new RawImages(store), models), models);
    Path work =
        settings
            .work()
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "scanmill-preprocess"));
    Plans plans = new Plans(store);
    this.prepareScan =
        new PrepareScan(store, plans, Folders.swept(work.resolve("scans"), FORSAKEN));
    PreparedCopies shelf =
        new PreparedCopies(
            new PreparedObjects(store),
            new ObjectCopies(store, work.resolve("copies"), settings.cacheBytes()));
    this.augment =
        new Augment(store, plans, shelf, Folders.swept(work.resolve("chunks"), FORSAKEN));
  }

  @Incoming("preprocess-segmentation-requested")
  @Blocking(value = "preprocess", ordered = false)
  CompletionStage<Void> requested(Message<byte[]> message) {
    return inbox.answer(message, SegmentationRequested.class, prepare);
  }

  @Incoming("preprocess-scan-preparation-requested")
  @Blocking(value = "preparation", ordered = false)
  CompletionStage<Void> wanted(Message<byte[]> message) {
    return inbox.answer(message, ScanPreparationRequested.class, prepareScan);
  }

  @Incoming("preprocess-augmentation-requested")
  @Blocking(value = "augmentation", ordered = false)
  CompletionStage<Void> soon(Message<byte[]> message) {
    return inbox.answer(message, AugmentationRequested.class, augment);
  }
}
