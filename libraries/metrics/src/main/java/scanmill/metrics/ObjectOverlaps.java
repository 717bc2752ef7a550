package scanmill.metrics;

import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/** The objects of two masks, voxels joined by edges, and how much of each the other mask covers. */
final class ObjectOverlaps {
  private final ConnectedComponents predicted;
  private final ConnectedComponents referred;
  private final Spacing spacing;
  private final int[] coveredOfPredicted;
  private final int[] coveredOfReferred;
  private final int[] lastPartner; // of each predicted object, the last reference object it touches

  ObjectOverlaps(boolean[] prediction, boolean[] reference, GridShape shape, Spacing spacing) {
    this.spacing = spacing;
    predicted = ConnectedComponents.of(prediction, shape, Connectivity.EDGES);
    referred = ConnectedComponents.of(reference, shape, Connectivity.EDGES);
    coveredOfPredicted = new int[predicted.count() + 1];
    coveredOfReferred = new int[referred.count() + 1];
    lastPartner = new int[predicted.count() + 1];
    int[] p = predicted.labels();
    int[] r = referred.labels();
    for (int v = 0; v < p.length; v++) {
      if (p[v] != 0 && r[v] != 0) {
        coveredOfPredicted[p[v]]++;
        coveredOfReferred[r[v]]++;
        lastPartner[p[v]] = Math.max(lastPartner[p[v]], r[v]);
      }
    }
  }

  int predicted() {
    return predicted.count();
  }

  int referred() {
    return referred.count();
  }

  /** Objects of the reference that are found. */
  int found(Detection detection) {
    int found = 0;
    for (int label = 1; label <= referred.count(); label++) {
      if (coveredOfReferred[label] >= detection.voxels(referred.size(label), spacing)) {
        found++;
      }
    }
    return found;
  }

  /** Objects of the prediction that find nothing. */
  int spurious(Detection detection) {
    int spurious = 0;
    for (int label = 1; label <= predicted.count(); label++) {
      int partner = lastPartner[label];
      if (partner == 0
          || coveredOfPredicted[label] < detection.voxels(referred.size(partner), spacing)) {
        spurious++;
      }
    }
    return spurious;
  }
}
