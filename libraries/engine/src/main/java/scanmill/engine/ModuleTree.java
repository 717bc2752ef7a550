package scanmill.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A network's tensors as PyTorch keeps them: modules within modules, so that the {@code state_dict}
 * of a written archive has the same keys as the original network's.
 */
final class ModuleTree {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9_]");

  /** The class of the outermost module. */
  static final String ROOT = "Network";

  private final String className;
  private final Map<String, ModuleTree> modules = new LinkedHashMap<>();
  private final Map<String, ParameterSpec> tensors = new LinkedHashMap<>();

  private ModuleTree(String className) {
    this.className = className;
  }

  static ModuleTree of(List<ParameterSpec> parameters) {
    ModuleTree root = new ModuleTree(ROOT);
    Set<String> taken = new HashSet<>();
    for (ParameterSpec parameter : parameters) {
      List<String> path = path(parameter.name());
      ModuleTree module = root;
      for (String step : path.subList(0, path.size() - 1)) {
        String child = module.className + "_" + NO_WORD.matcher(step).replaceAll("_");
        module = module.modules.computeIfAbsent(step, any -> new ModuleTree(free(child, taken)));
      }
      module.tensors.put(path.get(path.size() - 1), parameter);
    }
    return root;
  }

  /** The name, or the name with a number where different modules would have the same one. */
  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int n = 2; !taken.add(free); n++) {
      free = name + "_no" + n;
    }
    return free;
  }

  private static List<String> path(String name) {
    List<String> path = new ArrayList<>();
    int from = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      path.add(name.substring(from, dot));
      from = dot + 1;
    }
    path.add(name.substring(from));
    return path;
  }

  /** The expression that reads a tensor in a method of the outermost module. */
  static String access(String name) {
    String expression = "self";
    for (String step : path(name)) {
      expression =
          IDENTIFIER.matcher(step).matches()
              ? expression + "." + step
              : "getattr(" + expression + ", \"" + step + "\")";
    }
    return expression;
  }

  String className() {
    return className;
  }

  Map<String, ModuleTree> modules() {
    return modules;
  }

  Map<String, ParameterSpec> tensors() {
    return tensors;
  }

  /** The classes of this module and all within it; the methods go to this one. */
  String classes(String methods) {
    StringBuilder text = new StringBuilder();
    for (ModuleTree module : modules.values()) {
      text.append(module.classes(""));
    }
    text.append("class ").append(className).append("(Module):\n");
    text.append("  __parameters__ = ").append(names(true)).append('\n');
    text.append("  __buffers__ = ").append(names(false)).append('\n');
    text.append("  __annotations__ = []\n");
    tensors.keySet().forEach(name -> attribute(text, name, "Tensor"));
    attribute(text, "training", "bool");
    modules.forEach((name, module) -> attribute(text, name, "__torch__." + module.className));
    return text.append(methods).toString();
  }

  private static void attribute(StringBuilder text, String name, String type) {
    if (IDENTIFIER.matcher(name).matches()) {
      text.append("  ").append(name).append(" : ").append(type).append('\n');
    } else {
      text.append("  __annotations__[\"").append(name).append("\"] = ").append(type).append('\n');
    }
  }

  private String names(boolean trainable) {
    StringBuilder names = new StringBuilder("[");
    tensors.forEach(
        (name, parameter) -> {
          if (parameter.trainable() == trainable) {
            names.append('"').append(name).append("\", ");
          }
        });
    return names.append(']').toString();
  }
}
