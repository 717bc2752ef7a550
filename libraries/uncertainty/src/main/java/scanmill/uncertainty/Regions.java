package scanmill.uncertainty;

import java.util.Arrays;

/**
 * The voxels of a grid, put together if all label maps so far agree on them: region 0 has no label
 * in any map. Instead of all maps one number per voxel is kept, and per region what it was divided
 * from.
 */
final class Regions {
  private final int[] ofVoxel;
  private int maps;
  private int[] parent = new int[16];
  private int[] label = new int[16];
  private int[] born = new int[16]; // in which map a region was divided off
  private int used = 1; // region 0 is there from the beginning
  private int[] last = {0}; // the regions that are in use now

  Regions(int voxels) {
    ofVoxel = new int[voxels];
  }

  /** Divides every region by the labels of one more map. */
  void divide(int[] labels) {
    LongIntMap children = new LongIntMap();
    int before = used;
    for (int v = 0; v < labels.length; v++) {
      if (ofVoxel[v] == 0 && labels[v] == 0) {
        continue;
      }
      long key = (long) ofVoxel[v] << 32 | labels[v];
      int child = children.get(key, -1);
      if (child < 0) {
        child = create(ofVoxel[v], labels[v]);
        children.put(key, child);
      }
      ofVoxel[v] = child;
    }
    last = new int[1 + used - before];
    for (int n = 1; n < last.length; n++) {
      last[n] = before + n - 1;
    }
    maps++;
  }

  private int create(int from, int with) {
    if (used == parent.length) {
      int more = used + (used >> 1);
      parent = Arrays.copyOf(parent, more);
      label = Arrays.copyOf(label, more);
      born = Arrays.copyOf(born, more);
    }
    parent[used] = from;
    label[used] = with;
    born[used] = maps;
    return used++;
  }

  /** The region of each voxel; read only. */
  int[] ofVoxel() {
    return ofVoxel;
  }

  /** The regions that have voxels, region 0 first; read only. */
  int[] inUse() {
    return last;
  }

  /** Ids are below this. */
  int bound() {
    return used;
  }

  /** The label of a region in each map. */
  int[] labels(int region) {
    int[] labels = new int[maps];
    for (int r = region; r != 0; r = parent[r]) {
      labels[born[r]] = label[r];
    }
    return labels;
  }
}
