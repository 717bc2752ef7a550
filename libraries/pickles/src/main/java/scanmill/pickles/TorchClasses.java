package scanmill.pickles;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What files of PyTorch need: tensors, and layers, networks, optimisers and schedules as things
 * that hold tensors and do nothing.
 */
final class TorchClasses implements Classes {
  private static final Map<String, Known.Maker> KNOWN = new LinkedHashMap<>();

  private static final Pattern INERT =
      Pattern.compile(
          "(torch\\.nn\\.modules\\.[a-z_]+|torch\\.nn\\.functional|torch\\.nn\\.parallel\\.[a-z_]+"
              + "|torch\\.optim(\\.[a-z_]+)*|ivadomed\\.models)\\.[A-Za-z_][A-Za-z0-9_]*"
              + "|__torch__(\\.[A-Za-z_][A-Za-z0-9_]*)+"
              + "|torch\\.(device|float16|bfloat16|float32|float64|int64)");

  private final NumpyClasses numbers = new NumpyClasses();

  static {
    KNOWN.put("torch._utils._rebuild_tensor", StoredTensor::of);
    KNOWN.put("torch._utils._rebuild_tensor_v2", StoredTensor::of);
    KNOWN.put("torch._utils._rebuild_parameter", arguments -> arguments.get(0));
    KNOWN.put("torch._utils._rebuild_parameter_with_state", arguments -> arguments.get(0));
    for (String list : List.of("intlist", "doublelist", "boollist", "tensorlist")) {
      KNOWN.put("torch.jit._pickle.build_" + list, arguments -> arguments.get(0));
    }
    KNOWN.put("torch.jit._pickle.restore_type_tag", arguments -> arguments.get(0));
    KNOWN.put("torch.Size", arguments -> arguments.get(0));
    KNOWN.put("collections.defaultdict", arguments -> new LinkedHashMap<>());
    KNOWN.put("collections.Counter", arguments -> new LinkedHashMap<>());
    for (String copy : List.of("copyreg", "copy_reg")) {
      KNOWN.put(copy + "._reconstructor", TorchClasses::reconstructed);
    }
    for (String builtins : List.of("builtins", "__builtin__")) {
      KNOWN.put(builtins + ".set", TorchClasses::set);
      KNOWN.put(builtins + ".object", arguments -> None.NONE);
      KNOWN.put(builtins + ".dict", arguments -> new LinkedHashMap<>());
    }
  }

  @Override
  public Optional<Known> find(String module, String name) {
    String full = module + "." + name;
    if (module.equals("torch")) {
      Optional<StorageType> type = StorageType.of(name);
      if (type.isPresent()) {
        return Optional.of(Inert.known(full));
      }
    }
    if (INERT.matcher(full).matches()) {
      return Optional.of(Inert.known(full));
    }
    Optional<Known> known =
        Optional.ofNullable(KNOWN.get(full)).map(maker -> new Known(full, maker));
    return known.isPresent() ? known : numbers.find(module, name);
  }

  /** {@code ("storage", type, key, location, length[, view])} or {@code ("module", class, …)}. */
  @Override
  public Optional<Object> persistent(Object id) {
    if (!(id instanceof List<?> parts) || parts.size() < 2) {
      return Optional.empty();
    }
    if ("module".equals(parts.get(0)) && parts.get(1) instanceof Known known) {
      return Optional.of(known);
    }
    boolean storage =
        "storage".equals(parts.get(0))
            && parts.size() >= 5
            && (parts.size() == 5 || parts.get(5) == None.NONE);
    if (!storage
        || !(parts.get(1) instanceof Known known)
        || !(parts.get(2) instanceof String key)
        || !(parts.get(4) instanceof Long length)
        || length < 0
        || length > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return StorageType.of(known.name().substring(known.name().lastIndexOf('.') + 1))
        .map(type -> new StoredTensor.Storage(type, key, length));
  }

  private static Object reconstructed(List<Object> arguments) {
    return ((Known) arguments.get(0)).maker().make(List.of());
  }

  private static Object set(List<Object> arguments) {
    LinkedHashSet<Object> set = new LinkedHashSet<>();
    if (!arguments.isEmpty()) {
      for (Object item : (List<?>) arguments.get(0)) {
        set.add((String) item);
      }
    }
    return set;
  }
}
