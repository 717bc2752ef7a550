package scanmill.metrics;

import java.util.function.IntPredicate;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * The objects of two masks, voxels joined by edges, and how much of each the other mask covers.
 *
 * <p>Time grows with the voxels, not with the objects: each mask is labelled once and both are
 * walked through together twice, however many objects there are. Labels have 32 bits.
 */
final class ObjectOverlaps {
  private final ConnectedComponents predicted;
  private final ConnectedComponents referred;
  private final Spacing spacing;
  private final int[] coveredOfPredicted;
  private final int[] coveredOfReferred;
  private final int[] lastPartner; // of each predicted object, the last reference object it touches
  private final int[] mainPartner; // the only reference object that can cover more than half of it
  private final int[] sharedWithMain;

  ObjectOverlaps(boolean[] prediction, boolean[] reference, GridShape shape, Spacing spacing) {
    this.spacing = spacing;
    predicted = ConnectedComponents.of(prediction, shape, Connectivity.EDGES);
    referred = ConnectedComponents.of(reference, shape, Connectivity.EDGES);
    coveredOfPredicted = new int[predicted.count() + 1];
    coveredOfReferred = new int[referred.count() + 1];
    lastPartner = new int[predicted.count() + 1];
    mainPartner = new int[predicted.count() + 1];
    sharedWithMain = new int[predicted.count() + 1];
    count();
  }

  private void count() {
    int[] p = predicted.labels();
    int[] r = referred.labels();
    // The majority, if there is one, wins this vote: Boyer and Moore, "MJRTY", 1991.
    int[] votes = new int[predicted.count() + 1];
    for (int v = 0; v < p.length; v++) {
      if (p[v] != 0 && r[v] != 0) {
        coveredOfPredicted[p[v]]++;
        coveredOfReferred[r[v]]++;
        lastPartner[p[v]] = Math.max(lastPartner[p[v]], r[v]);
        if (votes[p[v]] == 0) {
          mainPartner[p[v]] = r[v];
        }
        votes[p[v]] += mainPartner[p[v]] == r[v] ? 1 : -1;
      }
    }
    for (int v = 0; v < p.length; v++) {
      if (p[v] != 0 && r[v] != 0 && mainPartner[p[v]] == r[v]) {
        sharedWithMain[p[v]]++;
      }
    }
  }

  int predicted() {
    return predicted.count();
  }

  int referred() {
    return referred.count();
  }

  /** Objects of the reference whose size is in a range. */
  int referred(SizeRange range) {
    return count(referred, range, label -> true);
  }

  /** Objects of the reference that are found. */
  int found(Detection detection, SizeRange range) {
    return count(referred, range, label -> isFound(label, detection));
  }

  /** Objects of the prediction that find nothing, by their own size. */
  int spurious(Detection detection, SizeRange range) {
    return count(predicted, range, label -> isSpurious(label, detection));
  }

  private static int count(ConnectedComponents objects, SizeRange range, IntPredicate counts) {
    int count = 0;
    for (int label = 1; label <= objects.count(); label++) {
      count += range.holds(objects.size(label)) && counts.test(label) ? 1 : 0;
    }
    return count;
  }

  private boolean isFound(int label, Detection detection) {
    return coveredOfReferred[label] >= detection.voxels(referred.size(label), spacing);
  }

  private boolean isSpurious(int label, Detection detection) {
    int partner = lastPartner[label];
    return partner == 0
        || coveredOfPredicted[label] < detection.voxels(referred.size(partner), spacing);
  }

  /**
   * The sum of the overlaps of all pairs that are each other's by more than half of their union,
   * divided by the mean number of objects; NaN without objects. Kirillov et al., CVPR 2019.
   */
  double panopticQuality() {
    double sum = 0;
    for (int label = 1; label <= predicted.count(); label++) {
      double shared = sharedWithMain[label];
      double union = predicted.size(label) + referred.size(mainPartner[label]) - shared;
      sum += mainPartner[label] != 0 && shared > union / 2 ? shared / union : 0;
    }
    int objects = predicted.count() + referred.count();
    return objects == 0 ? Double.NaN : 2 * sum / objects;
  }

  /** See {@link Painting}. */
  int[] painted(Detection detection) {
    int[] p = predicted.labels();
    int[] r = referred.labels();
    int[] ofPredicted = new int[predicted.count() + 1];
    for (int label = 1; label < ofPredicted.length; label++) {
      ofPredicted[label] =
          isSpurious(label, detection) ? Painting.FALSE_POSITIVE : Painting.TRUE_POSITIVE;
    }
    int[] ofReferred = new int[referred.count() + 1];
    for (int label = 1; label < ofReferred.length; label++) {
      ofReferred[label] = isFound(label, detection) ? 0 : Painting.FALSE_NEGATIVE;
    }
    int[] painted = new int[p.length];
    for (int v = 0; v < p.length; v++) {
      painted[v] = p[v] != 0 ? ofPredicted[p[v]] : ofReferred[r[v]];
    }
    return painted;
  }
}
