package scanmill.pickles;

import java.util.List;

/**
 * A class or function of Python that a file may name, done by code of this package.
 *
 * @param name {@code module.name}
 */
record Known(String name, Maker maker) {

  /** What calling it gives. */
  interface Maker {
    Object make(List<Object> arguments);
  }
}
