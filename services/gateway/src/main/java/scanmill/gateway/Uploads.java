package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import scanmill.events.ArtifactRef;
import scanmill.ids.UploadId;
import scanmill.kit.ObjectKey;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;

/** Brings files of people into the bucket. Safe to use from several threads. */
@Singleton
class Uploads {
  /**
   * Where people may put files: drops that are taken up by rule, scans that are asked for by
   * request, and labels to compare with.
   */
  static final List<String> ROOTS = List.of("incoming", "scans", "references");

  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final ObjectStore store;
  private final long most;

  /**
   * A file that lies in the bucket now.
   *
   * @param upload by which a drop is told of
   */
  record Upload(UploadId upload, String bucket, String key, String sha256, long size) {}

  @Inject
  Uploads(ObjectStore store, GatewaySettings settings) {
    this(store, settings.mostUploadBytes());
  }

  Uploads(ObjectStore store, long most) {
    this.store = store;
    this.most = most;
  }

  /**
   * Puts a file where people drop files.
   *
   * @param folder below {@code incoming/}, or a whole folder that begins with one of {@link #ROOTS}
   * @param name a file name
   * @param length if known beforehand
   */
  Upload put(Optional<String> folder, String name, Optional<Long> length, InputStream bytes) {
    String key = ObjectKey.require(folder(folder.orElse("")) + "/" + fileName(name));
    ArtifactRef artifact = store(key, length, bytes);
    String etag = store.find(key).map(StoredObject::etag).orElse("");
    return new Upload(
        UploadId.of(artifact.bucket(), key, etag),
        artifact.bucket(),
        key,
        artifact.sha256(),
        artifact.size());
  }

  /** Puts a file of a dataset. */
  ArtifactRef putDataset(String dataset, String path, Optional<Long> length, InputStream bytes) {
    if (!DATASET.matcher(dataset).matches() || dataset.contains("..")) {
      throw BadInputException.of(
          "dataset-name-invalid",
          "Required a dataset name of at most 100 letters, digits, dots, hyphens, underscores; found"
              + " another.",
          "Rename the dataset.");
    }
    return store(ObjectKey.require("datasets/" + dataset + "/" + path), length, bytes);
  }

  private ArtifactRef store(String key, Optional<Long> length, InputStream bytes) {
    if (length.isPresent() && length.get() > most) {
      throw BoundedStream.tooLarge(most);
    }
    return store.put(key, new BoundedStream(bytes, most));
  }

  private static String folder(String named) {
    String folder = named.replaceAll("/+$", "");
    if (folder.isEmpty()) {
      return ROOTS.get(0);
    }
    String root = folder.contains("/") ? folder.substring(0, folder.indexOf('/')) : folder;
    return ROOTS.contains(root) ? folder : ROOTS.get(0) + "/" + folder;
  }

  private static String fileName(String name) {
    if (name.isBlank() || name.contains("/")) {
      throw BadInputException.of(
          "upload-name-invalid",
          "Required the name of a file, without folders; found none or more.",
          "Send ?name=sub-01_T2w.nii.gz and the folder as ?folder=.");
    }
    return name;
  }
}
