package scanmill.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import scanmill.events.ArtifactRef;
import scanmill.events.ImageFacts;
import scanmill.events.ObjectLocation;
import scanmill.events.ScanIngested;
import scanmill.events.ScanRejected;
import scanmill.events.SegmentationRequested;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.Digests;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.volumes.PixelSize;

/**
 * Takes up one object that somebody dropped: reads it to the end, copies it to where nobody changes
 * it, tells that the scan is known and which model it is for; or says why not.
 *
 * <p>Each act can be repeated: ledger entry, copy, events (with ids made from the upload), ledger
 * entry. Whoever finds an upload that is not told goes on with it. Safe for use by many threads;
 * one upload is in the hands of one thread. Needs disk for the file and memory for its voxels.
 */
final class TakeUp {
  private static final Logger LOG = Logger.getLogger(TakeUp.class);

  /** What became of a drop this time. */
  enum Outcome {
    TOLD,
    REJECTED,
    /** It was told or rejected before. */
    KNOWN,
    /** It is gone, has changed meanwhile, or is in other hands: someone will hear of it again. */
    LATER,
    NOT_A_DROP
  }

  private final ObjectStore store;
  private final Outbox outbox;
  private final Ledger ledger;
  private final Router router;
  private final long maxBytes;
  private final Path scratch;
  private final Set<UploadId> inHand = ConcurrentHashMap.newKeySet();

  /**
   * @param maxBytes the largest file taken
   * @param scratch folder for files in work
   */
  TakeUp(ObjectStore store, Outbox outbox, Router router, long maxBytes, Path scratch) {
    this.store = store;
    this.outbox = outbox;
    this.ledger = new Ledger(store);
    this.router = router;
    this.maxBytes = maxBytes;
    this.scratch = scratch;
  }

  /**
   * Takes up what a notification names.
   *
   * @throws scanmill.kit.StoreException if the bucket does not answer; likewise the other transient
   *     faults: try again
   */
  Outcome take(BucketNotification.Location told) {
    DropName name = new DropName(told.key());
    if (!told.bucket().equals(store.bucket())) {
      return Outcome.NOT_A_DROP;
    }
    return switch (name.kind()) {
      case NOT_A_DROP -> Outcome.NOT_A_DROP;
      case UNUSABLE -> take(name, told.etag(), Instant.EPOCH, 0);
      case SCAN, UNSUPPORTED ->
          // What lies beside a picture may come a moment later: the sweep finds both.
          name.picture() && beside(name).isEmpty()
              ? Outcome.LATER
              : store
                  .find(told.key())
                  .map(object -> take(name, object.etag(), object.lastModified(), object.size()))
                  .orElse(Outcome.LATER);
    };
  }

  /** Which rules a drop would be taken up by now; another text after every change of them. */
  String rules() {
    return router.version();
  }

  /** Takes up an object that was found in the bucket. */
  Outcome take(StoredObject object) {
    DropName name = new DropName(object.key());
    return name.kind() == DropName.Kind.NOT_A_DROP
        ? Outcome.NOT_A_DROP
        : take(name, object.etag(), object.lastModified(), object.size());
  }

  private Outcome take(DropName name, String etag, Instant dropped, long size) {
    UploadId upload = UploadId.of(store.bucket(), name.key(), etag);
    if (!inHand.add(upload)) {
      return Outcome.LATER;
    }
    try {
      Optional<LedgerEntry> known = ledger.find(upload);
      LedgerEntry first = LedgerEntry.taken(upload, store.bucket(), name.key(), etag, dropped, 1);
      LedgerEntry entry = known.orElse(first);
      if (entry.finished()) {
        if (!again(entry, first, name)) {
          return Outcome.KNOWN;
        }
        entry =
            LedgerEntry.taken(
                upload, store.bucket(), name.key(), etag, dropped, entry.attempt() + 1);
      }
      if (known.isEmpty() || known.get().finished()) {
        begin(name, entry);
      }
      return finish(name, entry, size);
    } finally {
      inHand.remove(upload);
    }
  }

  /**
   * Whether a finished upload is to be done again: it was dropped again and no result lies beside
   * it, or the rules that rejected it have changed.
   */
  private boolean again(LedgerEntry entry, LedgerEntry now, DropName name) {
    if (entry.rules().isPresent() && !entry.rules().get().equals(router.version())) {
      return true;
    }
    return now.dropped().isAfter(entry.dropped())
        && name.keyProblem().isEmpty()
        && Note.read(store, name.doneNote(), entry.upload()).isEmpty();
  }

  /** Clears what was said about earlier content under this name. */
  private void begin(DropName name, LedgerEntry entry) {
    if (name.keyProblem().isEmpty()) {
      store.remove(name.doneNote());
      store.remove(name.failedNote());
    }
    ledger.write(entry);
  }

  private Outcome finish(DropName name, LedgerEntry entry, long size) {
    Path file = scratch.resolve(entry.upload() + name.extension().orElse(""));
    try {
      Optional<Problem> refused = refused(name, size);
      if (refused.isPresent()) {
        return reject(name, entry, refused.get(), Optional.empty());
      }
      Files.createDirectories(scratch);
      ArtifactRef dropped = store.download(ObjectLocation.of(name.key()), file);
      if (!store.find(name.key()).map(StoredObject::etag).equals(Optional.of(entry.etag()))) {
        return Outcome.LATER;
      }
      Optional<ObjectLocation> beside = beside(name).map(ObjectLocation::of);
      if (beside.isPresent()) {
        ArtifactRef unused = store.download(beside.get(), sidecar(file));
      }
      ImageFacts facts = ScanFile.check(file);
      return tell(name, entry, dropped, file, facts);
    } catch (BadInputException e) {
      if (e.problem().code().equals("object-missing")) {
        return Outcome.LATER;
      }
      return reject(name, entry, e.problem(), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException("upload=" + entry.upload() + " could not be kept on disk", e);
    } finally {
      delete(file);
      delete(sidecar(file));
    }
  }

  /** The key of the JSON file that tells of a picture. */
  private Optional<String> beside(DropName name) {
    return name.picture()
        ? name.sidecars().stream().filter(key -> store.find(key).isPresent()).findFirst()
        : Optional.empty();
  }

  private static Path sidecar(Path file) {
    return file.resolveSibling(PixelSize.sidecar(String.valueOf(file.getFileName())));
  }

  private Optional<Problem> refused(DropName name, long size) {
    if (name.kind() == DropName.Kind.UNUSABLE) {
      return name.keyProblem();
    }
    if (name.kind() == DropName.Kind.UNSUPPORTED) {
      return Optional.of(
          new Problem(
              "unsupported-file",
              "Scans are NIfTI files whose names end with .nii or .nii.gz, or pictures ending with"
                  + " .png, .jpg or .tif; this one ends otherwise.",
              "Convert it to NIfTI (dcm2niix does for DICOM) and drop that."));
    }
    if (size > maxBytes) {
      return Optional.of(
          new Problem(
              "file-too-large",
              "The file has " + size + " bytes; at most " + maxBytes + " are taken.",
              "Compress or crop it, or raise scanmill.ingest.max-bytes."));
    }
    return Optional.empty();
  }

  private Outcome tell(
      DropName name, LedgerEntry entry, ArtifactRef dropped, Path file, ImageFacts facts)
      throws IOException {
    Optional<ScanId> named = name.scan();
    Router.Answer answer = router.route(name);
    if (answer instanceof Router.NoRoute none) {
      return reject(name, entry, none.problem(), Optional.of(none.version()));
    }
    Router.Route route = (Router.Route) answer;
    String sha = dropped.sha256();
    ScanId scan =
        named.orElseGet(
            () -> ScanId.of("x" + sha.substring(0, 10), route.contrast().orElse("scan")));
    ArtifactRef image = keep(name, file, sha);
    Optional<ObjectLocation> reference =
        store.find("references/" + scan + "_dseg.nii.gz").map(o -> ObjectLocation.of(o.key()));
    outbox.tell(
        List.of(
            new ScanIngested(scan, image, entry.upload(), facts),
            new SegmentationRequested(
                Optional.of(scan),
                new ObjectLocation(Optional.of(image.bucket()), image.key()),
                route.model(),
                Optional.of(entry.upload()),
                reference,
                name.picture()
                    ? Optional.of(SegmentationWishes.NONE.withPictures())
                    : Optional.empty())),
        entry.cause());
    ledger.write(entry.told(scan, image.key(), route.model()));
    LOG.infof("scan=%s upload=%s told for model=%s", scan, entry.upload(), route.model());
    return Outcome.TOLD;
  }

  /** Of a picture with the size of its pixels beside it, under the digest of both. */
  private ArtifactRef keep(DropName name, Path file, String sha) throws IOException {
    if (!Files.exists(sidecar(file))) {
      return store.put(rawKey(sha, name), file);
    }
    byte[] size = ScanFile.pixelSize(sidecar(file));
    String key = rawKey(Digests.hex(sha.getBytes(StandardCharsets.UTF_8), size), name);
    ArtifactRef unused = store.put(PixelSize.sidecar(key), size);
    return store.put(key, file);
  }

  private static String rawKey(String sha256, DropName name) {
    return "raw/" + sha256.substring(0, 2) + "/" + sha256 + name.extension().orElse("");
  }

  private Outcome reject(
      DropName name, LedgerEntry entry, Problem problem, Optional<String> rules) {
    Optional<ScanId> scan = name.scan();
    if (name.keyProblem().isEmpty()) {
      Note.write(store, name.failedNote(), Note.failed(entry.upload(), scan, problem));
    }
    outbox.tell(new ScanRejected(entry.upload(), scan, problem), entry.cause());
    ledger.write(entry.rejected(problem, rules));
    LOG.infof("upload=%s rejected: %s", entry.upload(), problem);
    return Outcome.REJECTED;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warnf("A file in work could not be removed: %s", e.getClass().getSimpleName());
    }
  }
}
