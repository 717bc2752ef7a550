package scanmill.datasets;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Columns and values of one scan, sorted by column and never changed: a hundred thousand scans have
 * sixty columns each, so columns are shared and a value costs one reference.
 */
final class Metadata extends AbstractMap<String, String> {
  private final String[] columns;
  private final String[] values;

  private Metadata(String[] columns, String[] values) {
    this.columns = columns;
    this.values = values;
  }

  static Map<String, String> of(Map<String, String> map) {
    if (map instanceof Metadata) {
      return map;
    }
    TreeMap<String, String> sorted = new TreeMap<>(map);
    return new Metadata(
        sorted.keySet().toArray(new String[0]), sorted.values().toArray(new String[0]));
  }

  /** Makes metadata that share what is equal; for one thread. */
  static final class Pool {
    private static final int MOST = 1 << 15;

    private final String[] texts = new String[MOST];
    private final String[][] rows = new String[1 << 10][];

    Map<String, String> of(Map<String, String> map) {
      TreeMap<String, String> sorted = new TreeMap<>(map);
      String[] columns = sorted.keySet().toArray(new String[0]);
      int slot = Math.floorMod(Arrays.hashCode(columns), rows.length);
      if (Arrays.equals(rows[slot], columns)) {
        columns = rows[slot];
      } else {
        rows[slot] = columns;
      }
      String[] values = sorted.values().stream().map(this::shared).toArray(String[]::new);
      return new Metadata(columns, values);
    }

    private String shared(String text) {
      int slot = Math.floorMod(text.hashCode(), MOST);
      if (text.equals(texts[slot])) {
        return texts[slot];
      }
      texts[slot] = text;
      return text;
    }
  }

  @Override
  public @Nullable String get(@Nullable Object column) {
    int at = column instanceof String ? Arrays.binarySearch(columns, column) : -1;
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object column) {
    return column instanceof String && Arrays.binarySearch(columns, column) >= 0;
  }

  @Override
  public int size() {
    return columns.length;
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return IntStream.range(0, columns.length)
            .mapToObj(n -> Map.entry(columns[n], values[n]))
            .iterator();
      }

      @Override
      public int size() {
        return columns.length;
      }
    };
  }
}
