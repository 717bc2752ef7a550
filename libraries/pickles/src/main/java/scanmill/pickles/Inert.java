package scanmill.pickles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object of a class that is known by name only: what it holds, and nothing it does. */
final class Inert implements Buildable {
  private final String type;
  private final Map<Object, Object> attributes = new LinkedHashMap<>();

  Inert(String type) {
    this.type = type;
  }

  static Known known(String name) {
    return new Known(name, arguments -> new Inert(name));
  }

  /** {@code torch.nn.modules.conv.Conv2d}. */
  String type() {
    return type;
  }

  /** Its {@code __dict__}. */
  Map<Object, Object> attributes() {
    return attributes;
  }

  @Override
  public Object build(Object state, PickleBytes in) {
    if (state instanceof Map<?, ?> map) {
      attributes.putAll(map);
    } else if (state instanceof List<?> parts) { // __dict__ and __slots__
      for (Object part : parts) {
        if (part instanceof Map<?, ?> map) {
          attributes.putAll(map);
        }
      }
    }
    return this;
  }
}
