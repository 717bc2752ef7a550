package scanmill.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors as they are used, put into the order in which PyTorch's modules were made. */
final class ParameterOrder {
  private final Map<String, ParameterSpec> tensors = new LinkedHashMap<>();

  /** Places in order: a module that was announced, or a tensor that was not. */
  private final Map<String, List<ParameterSpec>> places = new LinkedHashMap<>();

  /** Announces that what lies below this path comes here. */
  void place(String module) {
    if (places.put(module + ".", new ArrayList<>()) != null) {
      throw new IllegalArgumentException("Two modules are named " + module);
    }
  }

  /**
   * @throws IllegalArgumentException if there is one of this name
   */
  void add(ParameterSpec tensor) {
    if (tensors.put(tensor.name(), tensor) != null) {
      throw new IllegalArgumentException("Two tensors are named " + tensor.name());
    }
    places.computeIfAbsent(placeOf(tensor.name()), any -> new ArrayList<>()).add(tensor);
  }

  private String placeOf(String name) {
    for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
      String module = name.substring(0, dot + 1);
      if (places.containsKey(module)) {
        return module;
      }
    }
    return name;
  }

  /**
   * @throws IllegalArgumentException if there is no own tensor that is equal to this one
   */
  void requireEqual(ParameterSpec wanted) {
    ParameterSpec found = tensors.get(wanted.name());
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException(
          "To be used a second time, "
              + wanted.name()
              + " must be a tensor of shape "
              + wanted.dimensions());
    }
  }

  List<ParameterSpec> inOrder() {
    return places.values().stream().flatMap(List::stream).toList();
  }
}
