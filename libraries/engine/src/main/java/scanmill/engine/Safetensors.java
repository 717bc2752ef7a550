package scanmill.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.problems.BadInputException;

/**
 * A file of tensors and of a few words about them, in the safetensors format: a length, a JSON
 * header, raw little-endian numbers. Only 32-bit floats.
 *
 * @param weights in the order in which they lie in the file
 * @param metadata text by text
 */
public record Safetensors(Weights weights, Map<String, String> metadata) {
  private static final int LARGEST_HEADER = 16 << 20;
  private static final int CHUNK = 1 << 18;

  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Writes beside the file first and then moves, so that nobody ever sees half of it and a crash
   * leaves the old one.
   */
  public static void write(Path file, Weights weights, Map<String, String> metadata)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        write(out, weights, metadata);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes to a stream, which is not closed. Equal contents give equal bytes. */
  public static void write(OutputStream out, Weights weights, Map<String, String> metadata)
      throws IOException {
    byte[] header = SafetensorsHeader.of(weights, metadata).toBytes();
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.write(header);
    for (Tensor tensor : weights.asMap().values()) {
      out.write(TorchScriptArchive.littleEndian(tensor));
    }
    out.flush();
  }

  /**
   * @throws BadInputException {@code safetensors-corrupt} if the file is not what it says it is
   */
  public static Safetensors read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
      return read(in);
    }
  }

  /** As {@link #read(Path)}, to the end of the stream, which is not closed. */
  public static Safetensors read(InputStream in) throws IOException {
    try {
      long length = ByteBuffer.wrap(exactly(in, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > LARGEST_HEADER) {
        throw corrupt(
            "its header must have 2 to " + LARGEST_HEADER + " bytes, but says it has " + length);
      }
      String json = new String(exactly(in, (int) length), StandardCharsets.UTF_8);
      SafetensorsHeader header = SafetensorsHeader.parse(json);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        float[] values = floats(in, (int) Tensor.size(entry.shape().toArray()));
        tensors.put(entry.name(), Tensor.of(values, entry.shape().toArray()));
      }
      if (in.read() >= 0) {
        throw corrupt("there are bytes after the last tensor");
      }
      return new Safetensors(Weights.of(tensors), header.metadata());
    } catch (EOFException e) {
      throw corrupt("it ends too early");
    }
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  /** Takes memory as the numbers come, not as the header promises. */
  private static float[] floats(InputStream in, int size) throws IOException {
    float[] values = new float[Math.min(size, CHUNK)];
    for (int from = 0; from < size; from += CHUNK) {
      int count = Math.min(CHUNK, size - from);
      byte[] bytes = exactly(in, count * Float.BYTES);
      if (from + count > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(size, 2L * values.length));
      }
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values, from, count);
    }
    return values;
  }

  static BadInputException corrupt(String found) {
    return BadInputException.of(
        "safetensors-corrupt",
        "The file must be a safetensors file of 32-bit floats, but " + found + ".",
        "Use an intact copy of the file.");
  }
}
