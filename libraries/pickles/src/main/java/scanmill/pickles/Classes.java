package scanmill.pickles;

import java.util.Optional;

/** The closed list of what a kind of file may name. */
interface Classes {

  /** Empty for what is refused. */
  Optional<Known> find(String module, String name);

  /** What a persistent id stands for; empty for what is refused. */
  default Optional<Object> persistent(Object id) {
    return Optional.empty();
  }
}
