package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as plain lists and maps; a key twice is an error. */
final class Yaml {
  private Yaml() {}

  static List<Object> documents(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
    return documents;
  }

  static Map<String, Object> map(String text) {
    List<Object> documents = documents(text);
    assertThat(documents).hasSize(1);
    return map(documents.get(0));
  }

  /** An object that must be a map with texts as keys. */
  static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, each) -> map.put((String) key, each));
    return map;
  }

  /** The map under a key; empty if there is none. */
  static Map<String, Object> map(Map<String, Object> parent, String key) {
    return parent.containsKey(key) ? map(parent.get(key)) : Map.of();
  }

  /** The list under a key; empty if there is none. */
  static List<Object> list(Map<String, Object> parent, String key) {
    Object value = parent.getOrDefault(key, List.of());
    assertThat(value).as(key).isInstanceOf(List.class);
    return new ArrayList<>((List<?>) value);
  }

  static List<String> texts(Map<String, Object> parent, String key) {
    return list(parent, key).stream().map(String::valueOf).toList();
  }

  static String text(Map<String, Object> parent, String key) {
    return String.valueOf(parent.getOrDefault(key, ""));
  }
}
