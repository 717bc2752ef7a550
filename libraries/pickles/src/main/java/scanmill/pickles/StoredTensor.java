package scanmill.pickles;

import java.util.List;

/** Where the numbers of a tensor lie. */
final class StoredTensor {
  private final Storage storage;
  private final long from;
  private final int[] shape;
  private final long[] strides;

  private StoredTensor(Storage storage, long from, int[] shape, long[] strides) {
    this.storage = storage;
    this.from = from;
    this.shape = shape;
    this.strides = strides;
  }

  Storage storage() {
    return storage;
  }

  /**
   * Numbers of one type outside the pickle.
   *
   * @param key names them within the file
   * @param length how many
   */
  record Storage(StorageType type, String key, long length) {}

  /** From {@code (storage, offset, size, stride, …)}. */
  static StoredTensor of(List<Object> arguments) {
    Storage storage = (Storage) arguments.get(0);
    long from = (Long) arguments.get(1);
    List<?> size = (List<?>) arguments.get(2);
    List<?> stride = (List<?>) arguments.get(3);
    if (size.size() != stride.size() || size.size() > 16) {
      throw new IllegalArgumentException("Sizes and strides differ");
    }
    int[] shape = new int[size.size()];
    long[] strides = new long[shape.length];
    long length = 1;
    long last = from;
    for (int a = 0; a < shape.length; a++) {
      long extent = (Long) size.get(a);
      strides[a] = (Long) stride.get(a);
      if (extent < 0 || extent > Integer.MAX_VALUE || strides[a] < 0) {
        throw new IllegalArgumentException("A negative size");
      }
      shape[a] = (int) extent;
      length = Math.multiplyExact(length, extent);
      last = Math.addExact(last, Math.multiplyExact(strides[a], Math.max(0, extent - 1)));
    }
    // so many numbers are there: a stride of 0 would make a file of bytes fill a memory
    boolean fits = last < storage.length() && length <= last - from + 1;
    if (from < 0 || (length > 0 && !fits)) {
      throw new IllegalArgumentException("A tensor beyond its storage");
    }
    return new StoredTensor(storage, from, shape, strides);
  }

  /** How many numbers. */
  int length() {
    int length = 1;
    for (int extent : shape) {
      length *= extent;
    }
    return length;
  }

  /**
   * @param numbers all of the storage
   */
  Tensor read(float[] numbers) {
    int length = length();
    float[] data = new float[length];
    int[] at = new int[shape.length];
    long place = from;
    for (int n = 0; n < length; n++) {
      data[n] = numbers[(int) place];
      for (int a = shape.length - 1; a >= 0; a--) {
        place += strides[a];
        if (++at[a] < shape[a]) {
          break;
        }
        place -= strides[a] * at[a];
        at[a] = 0;
      }
    }
    return new Tensor(shape, data);
  }
}
