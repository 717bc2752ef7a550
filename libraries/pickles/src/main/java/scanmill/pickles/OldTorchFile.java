package scanmill.pickles;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that PyTorch before 1.6 wrote: a magic number, a version, facts about the machine, the
 * value, the keys of its storages, each a pickle of its own, and then the storages' numbers.
 */
final class OldTorchFile implements TorchContent {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final int VERSION = 1001;
  private static final long MOST_BYTES = 1L << 30;

  private final PickleBytes in;
  private final Map<String, byte[]> raw = new HashMap<>();
  private final Map<String, StoredTensor.Storage> announced = new HashMap<>();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  OldTorchFile(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw Refused.tooLarge(
          file.toString(), "at most " + MOST_BYTES + " bytes", "" + Files.size(file));
    }
    this.in = new PickleBytes(Files.readAllBytes(file), file.toString());
  }

  @Override
  public Object root() {
    Classes plain = (module, name) -> Optional.empty();
    Object magic = PickleReader.read(in, plain);
    if (!MAGIC.equals(magic)) {
      throw Refused.unexpected(in.where(), "a file of PyTorch", "another pickle");
    }
    Object version = PickleReader.read(in, plain);
    if (!Long.valueOf(VERSION).equals(version)) {
      throw Refused.unexpected(in.where(), "version " + VERSION + " of PyTorch's files", "another");
    }
    Object machine = PickleReader.read(in, plain);
    if (machine instanceof Map<?, ?> facts && Boolean.FALSE.equals(facts.get("little_endian"))) {
      order = ByteOrder.BIG_ENDIAN;
    }
    TorchClasses torch = new TorchClasses();
    Classes noting =
        new Classes() {
          @Override
          public Optional<Known> find(String module, String name) {
            return torch.find(module, name);
          }

          @Override
          public Optional<Object> persistent(Object id) {
            Optional<Object> made = torch.persistent(id);
            if (made.isPresent() && made.get() instanceof StoredTensor.Storage storage) {
              announced.put(storage.key(), storage);
            }
            return made;
          }
        };
    Object root = PickleReader.read(in, noting);
    Object keys = PickleReader.read(in, plain);
    if (!(keys instanceof List<?> list)) {
      throw Refused.unexpected(in.where(), "the keys of storages", Refused.kind(keys));
    }
    for (Object key : list) {
      StoredTensor.Storage storage =
          Optional.ofNullable(key instanceof String name ? announced.get(name) : null)
              .orElseThrow(
                  () -> Refused.unexpected(in.where(), "storages that are used", "another"));
      long length = in.i64();
      if (length != storage.length()) {
        throw Refused.unexpected(
            in.where(), storage.length() + " numbers of a storage", "" + length);
      }
      raw.put(storage.key(), in.take(Math.multiplyExact(length, storage.type().bytes())));
    }
    return root;
  }

  @Override
  public float[] numbers(StoredTensor.Storage storage) {
    byte[] bytes =
        Optional.ofNullable(raw.remove(storage.key()))
            .orElseThrow(
                () ->
                    Refused.unexpected(
                        in.where(), "the numbers of every tensor", "a tensor without"));
    return storage.type().decode(bytes, order);
  }

  @Override
  public void close() {
    raw.clear();
  }
}
