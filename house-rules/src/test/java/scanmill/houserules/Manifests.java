package scanmill.houserules;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Kubernetes manifests into the API's own types, which a value of a wrong type does not
 * survive, and finds the fields that those types do not have.
 */
final class Manifests {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String API = "io.fabric8.kubernetes.api.model";

  private Manifests() {}

  /** Every document of a file, typed. */
  static List<HasMetadata> read(String yaml) {
    List<HasMetadata> manifests = new ArrayList<>();
    for (Object document : Yaml.documents(yaml)) {
      Object manifest = SERIALIZATION.unmarshal(SERIALIZATION.asJson(document));
      manifests.add((HasMetadata) manifest);
    }
    return manifests;
  }

  /** {@code spec.template.spec.containers[0].imagee}: what is in the text and not in the API. */
  static List<String> unknownFields(HasMetadata manifest) {
    List<String> unknown = new ArrayList<>();
    if (manifest instanceof GenericKubernetesResource) {
      unknown.add("kind " + manifest.getKind());
      return unknown;
    }
    walk(manifest, "", unknown, Collections.newSetFromMap(new IdentityHashMap<>()));
    return unknown;
  }

  private static void walk(Object at, String path, List<String> unknown, Set<Object> seen) {
    if (at instanceof Collection<?> items) {
      int index = 0;
      for (Object item : items) {
        walk(item, path + "[" + index++ + "]", unknown, seen);
      }
    } else if (at instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> walk(value, path + "." + key, unknown, seen));
    } else if (at != null && at.getClass().getName().startsWith(API) && seen.add(at)) {
      for (Method getter : at.getClass().getMethods()) {
        if (isGetter(getter)) {
          Object value = call(getter, at);
          String field = getter.getName().substring(3);
          String name = Character.toLowerCase(field.charAt(0)) + field.substring(1);
          if (name.equals("additionalProperties")) {
            ((Map<?, ?>) value).keySet().forEach(key -> unknown.add(path + "." + key));
          } else {
            walk(value, path.isEmpty() ? name : path + "." + name, unknown, seen);
          }
        }
      }
    }
  }

  private static boolean isGetter(Method method) {
    return method.getName().matches("get[A-Z].*")
        && !method.getName().equals("getClass")
        && method.getParameterCount() == 0
        && !Modifier.isStatic(method.getModifiers());
  }

  private static Object call(Method getter, Object target) {
    try {
      Object value = getter.invoke(target);
      return value == null ? List.of() : value;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(getter.toString(), e);
    }
  }
}
