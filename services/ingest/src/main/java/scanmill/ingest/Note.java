package scanmill.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoreException;
import scanmill.kit.StoredObject;
import scanmill.problems.Problem;

/** The words beside a drop: what came of it, and what to do if nothing did. */
final class Note {
  private static final int ATTEMPTS = 20;

  private Note() {}

  /** What a person reads when a scan could not be segmented. */
  static ObjectNode failed(UploadId upload, Optional<ScanId> scan, Problem problem) {
    ObjectNode note = EventJson.mapper().createObjectNode();
    note.put("status", "failed");
    note.put("what", problem.what());
    note.put("remedy", problem.remedy());
    note.put("code", problem.code());
    note.put("upload", upload.toString());
    scan.ifPresent(id -> note.put("scan", id.toString()));
    return note;
  }

  /** A note that is about this very upload; one about earlier content under the name is not. */
  static Optional<ObjectNode> read(ObjectStore store, String key, UploadId upload) {
    if (store.find(key).isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode note = EventJson.mapper().readTree(store.read(key));
      return note instanceof ObjectNode object
              && object.path("upload").asText("").equals(upload.toString())
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty(); // a person may have edited it; it is written anew
    }
  }

  static void write(ObjectStore store, String key, ObjectNode note) {
    store.put(key, bytes(note));
  }

  /**
   * Changes a note about an upload, or begins it, so that two who change it at once both count.
   *
   * @throws StoreException if somebody else was faster every time
   */
  static void update(ObjectStore store, String key, UploadId upload, Consumer<ObjectNode> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<StoredObject> before = store.find(key);
      ObjectNode note = read(store, key, upload).orElseGet(EventJson.mapper()::createObjectNode);
      note.put("upload", upload.toString());
      change.accept(note);
      boolean written =
          before.isPresent()
              ? store.replaceIfMatch(key, bytes(note), before.get().etag())
              : store.putIfAbsent(key, bytes(note));
      if (written) {
        return;
      }
    }
    throw new StoreException("The note of upload=" + upload + " is being changed by others");
  }

  private static byte[] bytes(ObjectNode note) {
    return note.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
