package scanmill.pickles;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import scanmill.problems.BadInputException;

/**
 * A split of a dataset as ivadomed keeps it: a dict of lists of text, written by joblib, as it is
 * or in zlib or gzip.
 */
public final class SplitPickle {
  /** Longer files are refused, as is what unfolds to more. */
  static final int MOST_BYTES = 64 << 20;

  private static final List<String> PARTS = List.of("train", "valid", "test");

  private SplitPickle() {}

  /**
   * @return {@code train}, {@code valid} and {@code test} in this order, each a list of file names
   *     or participants as it stands in the file
   * @throws BadInputException {@code pickle-foreign-class}, {@code pickle-truncated}, {@code
   *     pickle-malformed}, {@code pickle-too-large}, {@code pickle-unexpected}
   * @throws IOException if the file cannot be read
   */
  public static Map<String, List<String>> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(most(in, file.toString()), file.toString());
    }
  }

  /**
   * The same from bytes.
   *
   * @param where begins every message
   */
  public static Map<String, List<String>> read(byte[] file, String where) {
    PickleBytes in = new PickleBytes(unfolded(file, where), where);
    Object root = PickleReader.read(in, new NumpyClasses());
    if (!(root instanceof Map<?, ?> map)) {
      throw Refused.unexpected(where, "a dict with train, valid and test", Refused.kind(root));
    }
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (String part : PARTS) {
      if (!map.containsKey(part)) {
        throw Refused.unexpected(where, "a dict with train, valid and test", "one without " + part);
      }
      parts.put(part, texts(map.get(part), part, where));
    }
    return parts;
  }

  private static List<String> texts(Object list, String part, String where) {
    Object values = list instanceof NumpyArray array ? array.values() : list;
    if (!(values instanceof List<?> items)) {
      throw Refused.unexpected(where, "a list of text for " + part, Refused.kind(values));
    }
    List<String> texts = new ArrayList<>(items.size());
    for (Object item : items) {
      if (!(item instanceof String text)) {
        throw Refused.unexpected(
            where, "a list of text for " + part, "a list that holds " + Refused.kind(item));
      }
      texts.add(text);
    }
    return texts;
  }

  static byte[] unfolded(byte[] file, String where) {
    int first = file.length < 2 ? 0 : ((file[0] & 0xFF) << 8) | (file[1] & 0xFF);
    try {
      if (first == 0x1f8b) {
        return most(new GZIPInputStream(new ByteArrayInputStream(file)), where);
      }
      if (file.length > 1 && file[0] == 0x78 && first % 31 == 0) {
        return most(new InflaterInputStream(new ByteArrayInputStream(file)), where);
      }
    } catch (EOFException e) {
      throw Refused.truncated(where, 1, file.length, file.length);
    } catch (ZipException e) {
      throw new BadInputException(
          Refused.malformed(where, "compressed bytes that are broken").problem(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory is no device that fails
    }
    if (first == 0x425a || first == 0xfd37 || first == 0x5d00) { // BZ, xz, lzma
      throw Refused.malformed(where, "a pickle in bz2, xz or lzma; only zlib and gzip are read");
    }
    return file;
  }

  static byte[] most(InputStream in, String where) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Refused.tooLarge(where, "at most " + (MOST_BYTES >> 20) + " MiB", "more");
    }
    return bytes;
  }
}
