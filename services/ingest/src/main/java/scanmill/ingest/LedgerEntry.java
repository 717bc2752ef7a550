package scanmill.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.Cause;
import scanmill.problems.Problem;

/**
 * What became of one upload: the only place that holds its name together with its id.
 *
 * @param key as it was dropped
 * @param dropped last modification of the object, to the second
 * @param attempt counted from 1; dropping the same bytes again after a failure is another attempt
 * @param image key of the copy that the platform works on
 * @param rules ETag of the rule file that an upload was rejected by
 */
record LedgerEntry(
    UploadId upload,
    String bucket,
    String key,
    String etag,
    Instant dropped,
    int attempt,
    State state,
    Optional<ScanId> scan,
    Optional<String> image,
    Optional<ModelId> model,
    Optional<Problem> problem,
    Optional<String> rules) {

  /** How far an upload has come. */
  enum State {
    /** In hand; whoever finds it so may go on with it. */
    @JsonProperty("taken")
    TAKEN,
    /** Known to all. */
    @JsonProperty("told")
    TOLD,
    /** Not a scan that can be used. */
    @JsonProperty("rejected")
    REJECTED
  }

  LedgerEntry {
    dropped = dropped.truncatedTo(ChronoUnit.SECONDS);
    if (attempt < 1) {
      throw new IllegalArgumentException("Attempts are counted from 1; found " + attempt);
    }
  }

  /** Someone has taken the upload in hand. */
  static LedgerEntry taken(
      UploadId upload, String bucket, String key, String etag, Instant dropped, int attempt) {
    return new LedgerEntry(
        upload,
        bucket,
        key,
        etag,
        dropped,
        attempt,
        State.TAKEN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  LedgerEntry told(ScanId scan, String image, ModelId model) {
    return new LedgerEntry(
        upload,
        bucket,
        key,
        etag,
        dropped,
        attempt,
        State.TOLD,
        Optional.of(scan),
        Optional.of(image),
        Optional.of(model),
        Optional.empty(),
        Optional.empty());
  }

  LedgerEntry rejected(Problem why, Optional<String> rules) {
    return new LedgerEntry(
        upload,
        bucket,
        key,
        etag,
        dropped,
        attempt,
        State.REJECTED,
        scan,
        image,
        model,
        Optional.of(why),
        rules);
  }

  boolean finished() {
    return state != State.TAKEN;
  }

  /** The same for every repetition of this attempt. */
  Cause cause() {
    String id = attempt == 1 ? upload.toString() : upload + "/" + attempt;
    return Cause.of(id).by("ingest");
  }
}
