package scanmill.preprocess;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.PreparedScan;
import scanmill.datasets.Shelf;
import scanmill.kit.BoundedFolder;
import scanmill.kit.ObjectCopies;
import scanmill.kit.PreparedObjects;

/** Lends prepared scans of the bucket as files of this machine. Safe for use by many threads. */
final class PreparedCopies implements Shelf {
  private static final int FACTS_KEPT = 4096;

  private final PreparedObjects objects;
  private final ObjectCopies copies;
  private final Map<PreparedKey, PreparedFacts> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<PreparedKey, PreparedFacts> eldest) {
              return size() > FACTS_KEPT;
            }
          });

  PreparedCopies(PreparedObjects objects, ObjectCopies copies) {
    this.objects = objects;
    this.copies = copies;
  }

  /**
   * {@inheritDoc}
   *
   * @throws scanmill.problems.BadInputException {@code object-missing} if it was not prepared
   */
  @Override
  public Lease borrow(PreparedKey key) {
    PreparedObjects.Place place = new PreparedObjects.Place(key.plan(), key.source());
    PreparedFacts facts = known.get(key);
    if (facts == null) {
      facts = PreparedFacts.parse(objects.facts(place), key.facts());
      known.put(key, facts);
    }
    BoundedFolder.Lent lent = copies.lend(objects.voxels(place, facts.sha256(), facts.bytes()));
    return new Loan(new PreparedScan(facts, lent.path()), lent);
  }

  private record Loan(PreparedScan scan, BoundedFolder.Lent lent) implements Lease {
    @Override
    public void close() {
      lent.close();
    }
  }
}
