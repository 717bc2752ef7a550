package scanmill.preprocess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.datasets.BidsScan;
import scanmill.datasets.ScanReader;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.SampleReady;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationRequested;
import scanmill.kit.Digests;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.kit.UseCase;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;
import scanmill.volumes.Voxels;

/**
 * Brings a scan onto the grid that its model works on and keeps the way back.
 *
 * <p>A sample is named after images and model, so that it is made once however often it is asked
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
              asked.scan().or(() -> asked.image().flatMap(Orders::named)),
              asked.upload(),
              e.problem()));
    }
  }

  private SampleReady ready(SegmentationOrder order) throws IOException {
    String folder =
        "samples/"
            + content(order).substring(0, DIGITS)
            + "-"
            + order.model().digest().substring(0, DIGITS)
            + "/";
    Optional<ArtifactRef> sample = made(folder + "sample.nii");
    Optional<ArtifactRef> history = made(folder + "history.json");
    return sample.isPresent() && history.isPresent()
        ? new SampleReady(order, sample.get(), history.get())
        : make(order, folder);
  }

  /** Of the image; of images by contrast all of them. */
  private static String content(SegmentationOrder order) {
    if (order.images().isEmpty()) {
      return order.image().sha256();
    }
    return Digests.hex(order.imageLines().getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ArtifactRef> made(String key) {
    return store.find(key).flatMap(StoredObject::artifact);
  }

  private SampleReady make(SegmentationOrder order, String folder) throws IOException {
    Models.Wish wish = models.of(order.model());
    Sample origin = read(order, wish.images());
    Sample sample =
        wish.cascade() ? wish.preparation().oriented(origin) : wish.preparation().prepare(origin);
    Path file = Files.createTempFile("scanmill-sample-", ".nii");
    try {
      Nifti.write(file, voxels(sample));
      ArtifactRef made = store.put(folder + "sample.nii", file);
      String json = StrictJson.pretty(History.of(sample).toJson());
      ArtifactRef history =
          store.put(folder + "history.json", json.getBytes(StandardCharsets.UTF_8));
      return new SampleReady(order, made, history);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** As training reads it: missing contrasts are 0 everywhere, voxels lie on those of the first. */
  private Sample read(SegmentationOrder order, ModelImages wanted) throws IOException {
    Path folder = Files.createTempDirectory("scanmill-scan-");
    List<Path> files = new ArrayList<>();
    try {
      List<Optional<Path>> channels = new ArrayList<>();
      if (wanted.contrasts().isEmpty()) {
        channels.add(Optional.of(brought(order.image(), folder.resolve("scan.nii.gz"), files)));
      } else {
        Map<String, ArtifactRef> images = order.images().orElse(Map.of());
        for (String contrast : wanted.contrasts()) {
          Path file = folder.resolve("image-" + (channels.size() + 1) + ".nii.gz");
          channels.add(
              images.containsKey(contrast)
                  ? Optional.of(brought(images.get(contrast), file, files))
                  : Optional.empty());
        }
      }
      return ScanReader.read(
          new BidsScan(order.scan(), channels, List.of(), Optional.empty(), Map.of()));
    } finally {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  private Path brought(ArtifactRef image, Path file, List<Path> files) {
    files.add(file);
    store.download(image, file);
    return file;
  }

  private static Voxels voxels(Sample sample) {
    List<Volume> channels = sample.channels();
    if (channels.size() == 1) {
      return channels.get(0);
    }
    float[][] data = new float[channels.size()][];
    Arrays.setAll(data, c -> channels.get(c).data());
    return new ProbabilityMap(sample.grid(), data);
  }
}
