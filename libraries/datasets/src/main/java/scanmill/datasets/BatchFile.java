package scanmill.datasets;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * Batches one after another in a stream, exact to the last bit, {@code .batches}.
 *
 * <p>First the eight bytes {@code SMBATCH1} and how many batches there are; then for each its
 * samples' names, and inputs, targets, present and conditions, each as its shape and its values.
 * Numbers of shapes are big-endian int32, values little-endian float32. A target that is 0 or 1
 * everywhere takes one bit per value.
 */
public final class BatchFile {
  private static final long MAGIC = 0x534D4241_54434831L; // SMBATCH1
  private static final int MOST_AXES = 8;
  private static final int PIECE = 1 << 16;
  private static final byte FLOATS = 0;
  private static final byte BITS = 1;

  private BatchFile() {}

  /** Makes the batches that are written, one at a time. */
  @FunctionalInterface
  public interface Maker {
    Batch make(int number) throws IOException;
  }

  /**
   * Writes batches as they are made, never more than one in memory; leaves the stream open.
   *
   * @param count how many; {@code maker} is asked for 0 to {@code count - 1}
   */
  public static void write(int count, Maker maker, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, PIECE));
    out.writeLong(MAGIC);
    out.writeInt(count);
    for (int n = 0; n < count; n++) {
      write(maker.make(n), out);
    }
    out.flush();
  }

  private static void write(Batch batch, DataOutputStream out) throws IOException {
    out.writeInt(batch.size());
    for (String id : batch.ids()) {
      out.writeUTF(id);
    }
    int channels = batch.present().length / batch.size();
    write(batch.inputShape(), batch.inputs(), out);
    write(batch.targetShape(), batch.targets(), out);
    write(new int[] {batch.size(), channels}, batch.present(), out);
    float[] conditions = batch.conditions().orElse(new float[0]);
    write(new int[] {batch.size(), conditions.length / batch.size()}, conditions, out);
  }

  private static void write(int[] shape, float[] values, DataOutputStream out) throws IOException {
    out.writeByte(shape.length);
    for (int n : shape) {
      out.writeInt(n);
    }
    boolean bits = true;
    for (int v = 0; v < values.length && bits; v++) {
      bits = Float.floatToRawIntBits(values[v]) == 0 || values[v] == 1;
    }
    out.writeByte(bits ? BITS : FLOATS);
    if (bits) {
      for (int from = 0; from < values.length; from += 8) {
        int octet = 0;
        for (int v = from; v < Math.min(from + 8, values.length); v++) {
          octet |= values[v] == 1 ? 1 << (v - from) : 0;
        }
        out.writeByte(octet);
      }
      return;
    }
    ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += PIECE / Float.BYTES) {
      int count = Math.min(PIECE / Float.BYTES, values.length - from);
      piece.clear();
      piece.asFloatBuffer().put(values, from, count);
      out.write(piece.array(), 0, count * Float.BYTES);
    }
  }

  /** Reads batches one at a time. */
  public static final class Reader {
    private final DataInputStream in;
    private final int count;
    private int read;

    /**
     * @param from what {@link BatchFile#write} wrote; closed by whoever opened it
     * @throws BadInputException {@code batches-unreadable}
     */
    public Reader(InputStream from) throws IOException {
      this.in = new DataInputStream(new BufferedInputStream(from, PIECE));
      if (in.readLong() != MAGIC) {
        throw unreadable("its first bytes are not SMBATCH1");
      }
      this.count = in.readInt();
    }

    /** How many batches there are. */
    public int count() {
      return count;
    }

    /**
     * The next one.
     *
     * @throws BadInputException {@code batches-unreadable}
     * @throws java.io.EOFException if the stream ends before its batches do
     */
    public Batch next() throws IOException {
      if (read++ >= count) {
        throw new IllegalStateException("All " + count + " batches were read");
      }
      int size = in.readInt();
      List<String> ids = new ArrayList<>();
      for (int n = 0; n < size; n++) {
        ids.add(in.readUTF());
      }
      int[] inputShape = shape();
      float[] inputs = values(inputShape);
      int[] targetShape = shape();
      float[] targets = values(targetShape);
      float[] present = values(shape());
      float[] conditions = values(shape());
      return new Batch(
          ids,
          inputShape,
          inputs,
          targetShape,
          targets,
          present,
          conditions.length == 0 ? Optional.empty() : Optional.of(conditions));
    }

    private int[] shape() throws IOException {
      int axes = in.readByte();
      if (axes < 1 || axes > MOST_AXES) {
        throw unreadable("an array has " + axes + " axes");
      }
      int[] shape = new int[axes];
      for (int a = 0; a < axes; a++) {
        shape[a] = in.readInt();
      }
      return shape;
    }

    private float[] values(int[] shape) throws IOException {
      long length = 1;
      for (int n : shape) {
        length = n < 0 ? Long.MAX_VALUE : length * n;
        if (length > Integer.MAX_VALUE - 8) {
          throw unreadable("an array is larger than memory can hold");
        }
      }
      float[] values = new float[(int) length];
      if (in.readByte() == BITS) {
        for (int from = 0; from < values.length; from += 8) {
          int octet = in.readUnsignedByte();
          for (int v = from; v < Math.min(from + 8, values.length); v++) {
            values[v] = octet >> (v - from) & 1;
          }
        }
        return values;
      }
      byte[] piece = new byte[PIECE];
      for (int from = 0; from < values.length; from += PIECE / Float.BYTES) {
        int floats = Math.min(PIECE / Float.BYTES, values.length - from);
        in.readFully(piece, 0, floats * Float.BYTES);
        ByteBuffer.wrap(piece)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(values, from, floats);
      }
      return values;
    }
  }

  private static BadInputException unreadable(String why) {
    return BadInputException.of(
        "batches-unreadable",
        "Required batches as a replica writes them; " + why + ".",
        "Remove the file; it is made again.");
  }
}
