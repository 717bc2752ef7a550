package scanmill.pickles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.problems.BadInputException;

/**
 * What a network of ivadomed is conditioned by, as joblib keeps it: {@code one_hot_encoder.joblib}
 * of scikit-learn, and {@code metadata_dict.joblib}, which numbers the values of a column.
 */
public final class EncoderPickle {
  private EncoderPickle() {}

  /** An encoder as a thing that holds what it was fitted to and does nothing. */
  private static final class EncoderClasses implements Classes {
    private static final Set<String> INERT =
        Set.of(
            "sklearn.preprocessing._encoders.OneHotEncoder",
            "sklearn.preprocessing.data.OneHotEncoder",
            "numpy.float64",
            "numpy.float32",
            "numpy.int64",
            "numpy.int32");

    private final NumpyClasses numbers = new NumpyClasses();

    @Override
    public Optional<Known> find(String module, String name) {
      String full = module + "." + name;
      return INERT.contains(full) ? Optional.of(Inert.known(full)) : numbers.find(module, name);
    }
  }

  /**
   * The categories of an encoder: for each thing it was fitted to the numbers met, in the order of
   * their places.
   *
   * @throws BadInputException {@code pickle-foreign-class}, {@code pickle-truncated}, {@code
   *     pickle-malformed}, {@code pickle-too-large}, {@code pickle-unexpected}
   */
  public static List<List<Long>> categories(Path file) throws IOException {
    String where = String.valueOf(file.getFileName());
    if (!(read(file) instanceof Inert encoder)
        || !(encoder.attributes().get("categories_") instanceof List<?> columns)) {
      throw Refused.unexpected(where, "a fitted OneHotEncoder", "something else");
    }
    List<List<Long>> categories = new ArrayList<>();
    for (Object column : columns) {
      Object values = column instanceof NumpyArray array ? array.values() : column;
      if (!(values instanceof List<?> numbers)) {
        throw Refused.unexpected(where, "arrays of categories", Refused.kind(values));
      }
      List<Long> places = new ArrayList<>();
      for (Object number : numbers) {
        places.add(whole(number, where));
      }
      categories.add(places);
    }
    return categories;
  }

  /**
   * The numbers of a column's values, by value.
   *
   * @throws BadInputException as {@link #categories}
   */
  public static Map<String, Long> numbers(Path file) throws IOException {
    String where = String.valueOf(file.getFileName());
    if (!(read(file) instanceof Map<?, ?> map)) {
      throw Refused.unexpected(where, "a dict of values and their numbers", "something else");
    }
    Map<String, Long> numbers = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value instanceof String text) { // some versions wrote it the other way round
            numbers.put(text, whole(key, where));
          } else {
            numbers.put(String.valueOf(key), whole(value, where));
          }
        });
    return numbers;
  }

  private static Object read(Path file) throws IOException {
    String where = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = SplitPickle.unfolded(SplitPickle.most(in, where), where);
      return PickleReader.read(new PickleBytes(bytes, where), new EncoderClasses());
    }
  }

  private static long whole(Object value, String where) {
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1e9) {
      return real.longValue();
    }
    throw Refused.unexpected(where, "whole numbers as categories", Refused.kind(value));
  }
}
