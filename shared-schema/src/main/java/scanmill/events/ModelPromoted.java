package scanmill.events;

import java.util.Optional;

/**
 * An alias of a model means this version from now on.
 *
 * @param alias {@code latest}, or another such as {@code production}
 * @param before what it meant until now; absent if it is new
 * @param reason in the words of whoever asked
 */
public record ModelPromoted(
    ModelRef model, String alias, Optional<ModelRef> before, Optional<String> reason)
    implements Event {
  @Override
  public String key() {
    return model.name();
  }
}
