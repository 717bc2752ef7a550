package scanmill.preprocess;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.SampleReady;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationRequested;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.kit.UseCase;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.Volume;

/**
 * Brings a scan onto the grid that its model works on and keeps the way back.
 *
 * <p>A sample is named after image and model, so that it is made once however often it is asked
 * for. Safe for use by many threads; needs memory for the scan and the sample.
 */
final class Prepare implements UseCase<Heard<SegmentationRequested>> {
  private static final int DIGITS = 16;

  private final ObjectStore store;
  private final Orders orders;
  private final Models models;

  Prepare(ObjectStore store, Orders orders, Models models) {
    this.store = store;
    this.orders = orders;
    this.models = models;
  }

  @Override
  public List<Event> handle(Heard<SegmentationRequested> heard) throws IOException {
    SegmentationRequested asked = heard.event();
    try {
      return List.of(ready(orders.of(heard.id(), asked)));
    } catch (BadInputException e) {
      return List.of(
          new SampleRejected(
              heard.id(),
              asked.scan().or(() -> Orders.named(asked.image())),
              asked.upload(),
              e.problem()));
    }
  }

  private SampleReady ready(SegmentationOrder order) throws IOException {
    String folder =
        "samples/"
            + order.image().sha256().substring(0, DIGITS)
            + "-"
            + order.model().digest().substring(0, DIGITS)
            + "/";
    Optional<ArtifactRef> sample = made(folder + "sample.nii");
    Optional<ArtifactRef> history = made(folder + "history.json");
    return sample.isPresent() && history.isPresent()
        ? new SampleReady(order, sample.get(), history.get())
        : make(order, folder);
  }

  private Optional<ArtifactRef> made(String key) {
    return store.find(key).flatMap(StoredObject::artifact);
  }

  private SampleReady make(SegmentationOrder order, String folder) throws IOException {
    Models.Wish wish = models.of(order.model());
    if (wish.channels() != 1) {
      throw BadInputException.of(
          "model-channels",
          "Model "
              + order.model().name()
              + " needs "
              + wish.channels()
              + " images of each scan, aligned with each other; a request names one.",
          "Ask for a model of one contrast.");
    }
    Sample origin = Sample.of(List.of(image(order.image())));
    Sample sample =
        wish.cascade() ? wish.preparation().oriented(origin) : wish.preparation().prepare(origin);
    Path file = Files.createTempFile("scanmill-sample-", ".nii");
    try {
      Nifti.write(file, sample.channels().get(0));
      ArtifactRef voxels = store.put(folder + "sample.nii", file);
      String json = StrictJson.pretty(History.of(sample).toJson());
      ArtifactRef history =
          store.put(folder + "history.json", json.getBytes(StandardCharsets.UTF_8));
      return new SampleReady(order, voxels, history);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Volume image(ArtifactRef artifact) throws IOException {
    try (InputStream in = store.open(artifact)) {
      Volume volume = Nifti.readVolume(in, "the scan", Limits.DEFAULT);
      long unused = in.transferTo(OutputStream.nullOutputStream()); // so that the digest is checked
      return volume;
    }
  }
}
