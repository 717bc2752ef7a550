package scanmill.preprocess;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.SegmentationRequested;
import scanmill.kit.Inbox;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;

/** Hears which scans are to be segmented. */
@ApplicationScoped
class PreprocessListener {
  private final Inbox inbox;
  private final Prepare prepare;

  @Inject
  PreprocessListener(Inbox inbox, ObjectStore store, ModelFolders folders) {
    this.inbox = inbox;
    this.prepare = new Prepare(store, new Orders(store, new RawImages(store)), new Models(folders));
  }

  @Incoming("preprocess-segmentation-requested")
  @Blocking(value = "preprocess", ordered = false)
  CompletionStage<Void> requested(Message<byte[]> message) {
    return inbox.answer(message, SegmentationRequested.class, prepare);
  }
}
