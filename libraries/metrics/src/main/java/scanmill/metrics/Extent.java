package scanmill.metrics;

import scanmill.volumes.GridShape;

/** The smallest box around two masks: beyond it nothing needs to be computed. */
record Extent(int i0, int j0, int k0, int i1, int j1, int k1) {

  static Extent of(boolean[] a, boolean[] b, GridShape n) {
    int i0 = n.i();
    int j0 = n.j();
    int k0 = n.k();
    int i1 = -1;
    int j1 = -1;
    int k1 = -1;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        int v = n.index(0, j, k);
        for (int i = 0; i < n.i(); i++, v++) {
          if (a[v] || b[v]) {
            i0 = Math.min(i0, i);
            i1 = Math.max(i1, i);
            j0 = Math.min(j0, j);
            j1 = Math.max(j1, j);
            k0 = Math.min(k0, k);
            k1 = k;
          }
        }
      }
    }
    return new Extent(i0, j0, k0, i1, j1, k1);
  }

  boolean isEmpty() {
    return i1 < 0;
  }

  GridShape shape() {
    return new GridShape(i1 - i0 + 1, j1 - j0 + 1, k1 - k0 + 1);
  }

  boolean[] cut(boolean[] mask, GridShape n) {
    GridShape box = shape();
    boolean[] cut = new boolean[box.length()];
    for (int k = 0; k < box.k(); k++) {
      for (int j = 0; j < box.j(); j++) {
        System.arraycopy(mask, n.index(i0, j0 + j, k0 + k), cut, box.index(0, j, k), box.i());
      }
    }
    return cut;
  }
}
