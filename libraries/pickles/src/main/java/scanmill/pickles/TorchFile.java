package scanmill.pickles;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import scanmill.problems.BadInputException;

/**
 * A file that PyTorch 1.6 or later wrote: a zip archive of one pickle and the numbers it points at.
 * Nothing is unpacked, and only entries with the names that such a file has are looked at.
 */
final class TorchFile implements TorchContent {
  private static final int MOST_PICKLE_BYTES = 64 << 20;

  private final ZipFile zip;
  private final String where;
  private final String prefix;
  private final ByteOrder order;
  private long left;

  TorchFile(Path file) throws IOException {
    this.where = file.toString();
    this.left = Files.size(file);
    try {
      this.zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw new BadInputException(
          Refused.malformed(where, "a broken zip archive (is it whole?)").problem(), e);
    }
    try {
      List<String> pickles =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("[^/]*/data\\.pkl"))
              .toList();
      if (pickles.size() != 1) {
        throw Refused.unexpected(
            where, "a zip archive with one data.pkl", "one with " + pickles.size());
      }
      this.prefix = pickles.get(0).substring(0, pickles.get(0).indexOf('/') + 1);
      this.order = order();
    } catch (RuntimeException | IOException e) {
      zip.close();
      throw e;
    }
  }

  private ByteOrder order() throws IOException {
    Optional<ZipEntry> entry = Optional.ofNullable(zip.getEntry(prefix + "byteorder"));
    if (entry.isEmpty()) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String said = new String(bytes(entry.get(), 0, 16), StandardCharsets.UTF_8);
    return said.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public Object root() throws IOException {
    ZipEntry entry = Optional.ofNullable(zip.getEntry(prefix + "data.pkl")).orElseThrow();
    byte[] pickle = bytes(entry, 0, MOST_PICKLE_BYTES);
    return PickleReader.read(new PickleBytes(pickle, where), new TorchClasses());
  }

  @Override
  public float[] numbers(StoredTensor.Storage storage) throws IOException {
    String name = prefix + "data/" + storage.key();
    Optional<ZipEntry> entry =
        storage.key().matches("[0-9]{1,20}")
            ? Optional.ofNullable(zip.getEntry(name))
            : Optional.empty();
    if (entry.isEmpty()) {
      throw Refused.unexpected(
          where, "the numbers " + Refused.printable(storage.key()), "no such entry in the archive");
    }
    long size = storage.length() * storage.type().bytes();
    return storage.type().decode(bytes(entry.get(), size, size), order);
  }

  /** All bytes of the files within are read at most once. */
  private byte[] bytes(ZipEntry entry, long least, long most) throws IOException {
    long size = entry.getSize();
    if (entry.getMethod() != ZipEntry.STORED) {
      throw Refused.unexpected(where, "an archive as PyTorch writes it", "compressed entries");
    }
    if (size < least) {
      throw Refused.truncated(where, least, 0, size);
    }
    if (size > most || size > Integer.MAX_VALUE - 8 || size > left) {
      throw Refused.tooLarge(
          where, entry.getName() + " of at most " + Math.min(most, left) + " bytes", "" + size);
    }
    left -= size;
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) size);
      if (bytes.length < size) {
        throw Refused.truncated(where, size, 0, bytes.length);
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw new BadInputException(
          Refused.malformed(where, "a broken zip archive (is it whole?)").problem(), e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
