package scanmill.ingest;

import java.util.Optional;
import scanmill.ids.UploadId;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;

/** One entry per upload in the bucket, {@code uploads/<id>.json}. Safe for use by many threads. */
final class Ledger {
  private final ObjectStore store;

  Ledger(ObjectStore store) {
    this.store = store;
  }

  Optional<LedgerEntry> find(UploadId upload) {
    String key = key(upload);
    return store.find(key).map(found -> EventJson.read(store.read(key), LedgerEntry.class));
  }

  void write(LedgerEntry entry) {
    store.put(key(entry.upload()), EventJson.write(entry));
  }

  private static String key(UploadId upload) {
    return "uploads/" + upload + ".json";
  }
}
