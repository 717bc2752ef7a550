package scanmill.pickles;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a network that was kept whole, in the order and by the names of PyTorch: one that
 * was pickled, or the values of TorchScript, whose objects hold tensors and children side by side.
 */
final class ModuleTree {
  private static final int DEEPEST = 100;
  private static final String SCRIPT = "__torch__.";
  private static final int MOST_TENSORS = 100_000;

  private final String where;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Set<String> buffers = new LinkedHashSet<>();
  private final Set<Inert> above = Collections.newSetFromMap(new IdentityHashMap<>());

  private ModuleTree(String where) {
    this.where = where;
  }

  static ModuleTree of(Inert module, String where) {
    ModuleTree tree = new ModuleTree(where);
    tree.add(module, "");
    return tree;
  }

  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** Names of those that are not learnt, such as running means. */
  Set<String> buffers() {
    return buffers;
  }

  private void add(Inert module, String prefix) {
    if (!above.add(module) || above.size() > DEEPEST) {
      throw Refused.malformed(where, "a network within itself");
    }
    if (module.type().startsWith(SCRIPT)) {
      addScript(module, prefix);
      above.remove(module);
      return;
    }
    children(module, "_parameters").forEach((name, value) -> tensor(prefix + name, value));
    Set<?> passing =
        Optional.ofNullable(module.attributes().get("_non_persistent_buffers_set"))
            .filter(set -> set instanceof Set)
            .map(set -> (Set<?>) set)
            .orElse(Set.of());
    children(module, "_buffers")
        .forEach(
            (name, value) -> {
              if (!passing.contains(name) && tensor(prefix + name, value)) {
                buffers.add(prefix + name);
              }
            });
    children(module, "_modules")
        .forEach(
            (name, value) -> {
              if (value instanceof Inert child) {
                add(child, prefix + name + ".");
              }
            });
    above.remove(module);
  }

  private void addScript(Inert module, String prefix) {
    module
        .attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof Inert child) {
                add(child, prefix + name + ".");
              } else if (tensor(prefix + name, value)
                  && StateDict.BUFFERS.contains(String.valueOf(name))) {
                buffers.add(prefix + name);
              }
            });
  }

  private static Map<?, ?> children(Inert module, String attribute) {
    return Optional.ofNullable(module.attributes().get(attribute))
        .filter(map -> map instanceof Map)
        .map(map -> (Map<?, ?>) map)
        .orElse(Map.of());
  }

  private boolean tensor(String name, Object value) {
    if (!(value instanceof StoredTensor tensor)) {
      return false; // a layer without bias holds None
    }
    tensors.put(name, tensor);
    if (tensors.size() > MOST_TENSORS) {
      throw Refused.tooLarge(where, "at most " + MOST_TENSORS + " tensors", "more");
    }
    return true;
  }
}
