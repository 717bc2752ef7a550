package scanmill.pickles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights in a file of PyTorch, by PyTorch's names and in its order.
 *
 * @param tensors name ({@code encoder.down_path.0.conv1.weight}) to numbers
 * @param buffers the names of those that are no parameters: running means and variances, counters
 */
public record StateDict(Map<String, Tensor> tensors, Set<String> buffers) {
  private static final List<String> STATES = List.of("state_dict", "model_state_dict");
  static final List<String> BUFFERS = List.of("running_mean", "running_var", "num_batches_tracked");

  /** Tensors may share storages, but not be many times what the file holds. */
  private static final long MOST_SHARED = 1 << 20;

  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    buffers = Collections.unmodifiableSet(new LinkedHashSet<>(buffers));
  }

  /**
   * Reads a state dict, a checkpoint with a {@code state_dict}, or a network that was kept whole
   * with the classes of ivadomed or PyTorch; new (zip) and old files alike. Of a TorchScript
   * archive only the values are read, never the code.
   *
   * @throws BadInputException {@code pickle-foreign-class}, {@code pickle-truncated}, {@code
   *     pickle-malformed}, {@code pickle-too-large}, {@code pickle-unexpected}
   * @throws IOException if the file cannot be read
   */
  public static StateDict read(Path file) throws IOException {
    try (TorchContent content = content(file)) {
      Object root = content.root();
      String where = file.toString();
      if (root instanceof Inert module) {
        ModuleTree tree = ModuleTree.of(module, where);
        return of(tree.tensors(), tree.buffers(), content, where);
      }
      Map<String, StoredTensor> stored = stored(root, where);
      Set<String> buffers = new LinkedHashSet<>();
      for (String name : stored.keySet()) {
        if (BUFFERS.contains(name.substring(name.lastIndexOf('.') + 1))) {
          buffers.add(name);
        }
      }
      return of(stored, buffers, content, where);
    }
  }

  /**
   * The tensor of a name.
   *
   * @throws BadInputException {@code pickle-unexpected} if there is none
   */
  public Tensor tensor(String name) {
    return Optional.ofNullable(tensors.get(name))
        .orElseThrow(
            () ->
                Refused.unexpected(
                    "The state dict",
                    "a tensor named " + name,
                    "none among " + tensors.size() + " tensors"));
  }

  /** How many numbers all parameters are. */
  public long parameterCount() {
    long count = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      if (!buffers.contains(tensor.getKey())) {
        count += tensor.getValue().data().length;
      }
    }
    return count;
  }

  private static TorchContent content(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(2);
    }
    if (Arrays.equals(start, new byte[] {'P', 'K'})) {
      return new TorchFile(file);
    }
    if (start.length == 2 && start[0] == (byte) 0x80) {
      return new OldTorchFile(file);
    }
    throw Refused.malformed(file.toString(), "neither a zip archive nor a pickle");
  }

  private static Map<String, StoredTensor> stored(Object root, String where) {
    if (root instanceof Map<?, ?> map) {
      for (String state : STATES) {
        if (map.get(state) instanceof Map<?, ?> inner) {
          return stored(inner, where);
        }
      }
      Map<String, StoredTensor> stored = new LinkedHashMap<>();
      map.forEach(
          (name, value) -> {
            if (!(name instanceof String text) || !(value instanceof StoredTensor tensor)) {
              throw Refused.unexpected(
                  where, "a state dict of tensors by name", Refused.kind(value) + " in it");
            }
            stored.put(text, tensor);
          });
      return stored;
    }
    throw Refused.unexpected(where, "a state dict, a checkpoint or a network", Refused.kind(root));
  }

  private static StateDict of(
      Map<String, StoredTensor> stored, Set<String> buffers, TorchContent content, String where)
      throws IOException {
    if (stored.isEmpty()) {
      throw Refused.unexpected(where, "at least one tensor", "none");
    }
    Map<StoredTensor.Storage, float[]> numbers = new HashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long made = 0;
    long held = 0;
    for (Map.Entry<String, StoredTensor> entry : stored.entrySet()) {
      StoredTensor tensor = entry.getValue();
      float[] of = Optional.ofNullable(numbers.get(tensor.storage())).orElse(new float[0]);
      if (!numbers.containsKey(tensor.storage())) {
        of = content.numbers(tensor.storage());
        numbers.put(tensor.storage(), of);
        held += of.length;
      }
      made += tensor.length();
      if (made > 2 * held + MOST_SHARED) {
        throw Refused.tooLarge(where, "tensors that share few numbers", "many of the same");
      }
      tensors.put(entry.getKey(), tensor.read(of));
    }
    return new StateDict(tensors, buffers);
  }
}
