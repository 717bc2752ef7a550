package scanmill.uncertainty;

import java.util.Arrays;

/** From numbers to numbers, without boxes: open addressing, never more than half full. */
final class LongIntMap {
  private static final long EMPTY = Long.MIN_VALUE;

  interface Visitor {
    void visit(long key, int value);
  }

  private long[] keys = empty(64);
  private int[] values = new int[64];
  private int size;

  private static long[] empty(int length) {
    long[] keys = new long[length];
    Arrays.fill(keys, EMPTY);
    return keys;
  }

  int get(long key, int absent) {
    int at = place(keys, key);
    return keys[at] == key ? values[at] : absent;
  }

  void put(long key, int value) {
    int at = place(keys, key);
    if (keys[at] == EMPTY) {
      keys[at] = key;
      size++;
    }
    values[at] = value;
    if (2 * size > keys.length) {
      grow();
    }
  }

  void add(long key, int value) {
    put(key, get(key, 0) + value);
  }

  void forEach(Visitor visitor) {
    for (int at = 0; at < keys.length; at++) {
      if (keys[at] != EMPTY) {
        visitor.visit(keys[at], values[at]);
      }
    }
  }

  private void grow() {
    long[] larger = empty(2 * keys.length);
    int[] moved = new int[larger.length];
    for (int at = 0; at < keys.length; at++) {
      if (keys[at] != EMPTY) {
        int to = place(larger, keys[at]);
        larger[to] = keys[at];
        moved[to] = values[at];
      }
    }
    keys = larger;
    values = moved;
  }

  private static int place(long[] keys, long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int mask = keys.length - 1;
    int at = (int) (mixed >>> 32) & mask;
    while (keys[at] != EMPTY && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }
}
