package scanmill.uncertainty;

import scanmill.volumes.ConnectedComponents;

/** Which component of each prediction represents an object, and how far these agree. */
final class Representatives {
  private final ConnectedComponents objects;
  private final Regions regions;
  private final int predictions;
  private final int[][] label; // by prediction and object; 0 where there is none

  Representatives(ConnectedComponents objects, Regions regions, int predictions) {
    this.objects = objects;
    this.regions = regions;
    this.predictions = predictions;
    label = new int[predictions][objects.count() + 1];
    choose(shared());
  }

  /** Voxels that an object and a region have in common. */
  private LongIntMap shared() {
    LongIntMap shared = new LongIntMap();
    int[] object = objects.labels();
    int[] region = regions.ofVoxel();
    for (int v = 0; v < object.length; v++) {
      if (object[v] != 0 && region[v] != 0) {
        shared.add((long) object[v] << 32 | region[v], 1);
      }
    }
    return shared;
  }

  private void choose(LongIntMap shared) {
    LongIntMap[] counts = new LongIntMap[predictions];
    for (int t = 0; t < predictions; t++) {
      counts[t] = new LongIntMap();
    }
    shared.forEach(
        (pair, voxels) -> {
          int[] labels = regions.labels((int) pair);
          for (int t = 0; t < predictions; t++) {
            if (labels[t] != 0) {
              counts[t].add(pair >>> 32 << 32 | labels[t], voxels);
            }
          }
        });
    for (int t = 0; t < predictions; t++) {
      int[] most = new int[objects.count() + 1];
      int[] chosen = label[t];
      counts[t].forEach(
          (pair, voxels) -> {
            int object = (int) (pair >>> 32);
            int component = (int) pair;
            if (voxels > most[object] || (voxels == most[object] && component < chosen[object])) {
              most[object] = voxels;
              chosen[object] = component;
            }
          });
    }
  }

  /** The component that represents an object in a prediction; 0 if there is none. */
  int label(int object, int prediction) {
    return label[prediction][object];
  }

  /** By object: voxels that all representatives have, as a part of those that any of them has. */
  float[] agreement() {
    int[] voxels = new int[regions.bound()];
    for (int region : regions.ofVoxel()) {
      voxels[region]++;
    }
    ObjectsOfComponent[] represented = new ObjectsOfComponent[predictions];
    for (int t = 0; t < predictions; t++) {
      represented[t] = new ObjectsOfComponent(label[t]);
    }
    int count = objects.count();
    long[] all = new long[count + 1];
    long[] any = new long[count + 1];
    int[] hits = new int[count + 1];
    int[] touched = new int[count + 1];
    for (int region : regions.inUse()) {
      int[] labels = regions.labels(region);
      int touching = 0;
      for (int t = 0; t < predictions; t++) {
        for (int o = represented[t].first(labels[t]); o != 0; o = represented[t].next(o)) {
          if (hits[o]++ == 0) {
            touched[touching++] = o;
          }
        }
      }
      for (int n = 0; n < touching; n++) {
        int o = touched[n];
        any[o] += voxels[region];
        all[o] += hits[o] == predictions ? voxels[region] : 0;
        hits[o] = 0;
      }
    }
    float[] agreement = new float[count + 1];
    for (int o = 1; o <= count; o++) {
      agreement[o] = any[o] == 0 ? 0 : (float) (all[o] / (double) any[o]);
    }
    return agreement;
  }

  /** The objects that a component represents, as linked lists. */
  private static final class ObjectsOfComponent {
    private final LongIntMap first = new LongIntMap();
    private final int[] next;

    ObjectsOfComponent(int[] labelOfObject) {
      next = new int[labelOfObject.length];
      for (int object = 1; object < labelOfObject.length; object++) {
        if (labelOfObject[object] != 0) {
          next[object] = first.get(labelOfObject[object], 0);
          first.put(labelOfObject[object], object);
        }
      }
    }

    int first(int component) {
      return component == 0 ? 0 : first.get(component, 0);
    }

    int next(int object) {
      return next[object];
    }
  }
}
