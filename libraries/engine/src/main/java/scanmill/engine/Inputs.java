package scanmill.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a network takes at once.
 *
 * @param image (N, C, H, W) or (N, C, H, W, D)
 * @param vectors (N, width) by the names of {@link VectorInput}; none for most networks
 */
public record Inputs(Tensor image, Map<String, Tensor> vectors) {
  public Inputs {
    vectors = Collections.unmodifiableMap(new LinkedHashMap<>(vectors));
  }

  public static Inputs of(Tensor image) {
    return new Inputs(image, Map.of());
  }

  /** One sample of these, as a batch of its own. */
  Inputs sample(int n) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    vectors.forEach((name, vector) -> own.put(name, vector.sample(n)));
    return new Inputs(image.sample(n), own);
  }

  /** These and one more vector. */
  public Inputs with(String name, Tensor vector) {
    Map<String, Tensor> more = new LinkedHashMap<>(vectors);
    more.put(name, vector);
    return new Inputs(image, more);
  }
}
