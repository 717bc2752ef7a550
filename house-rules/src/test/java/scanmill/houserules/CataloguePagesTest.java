package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scanmill.specs.Catalog;

/** Every implementation that a configuration can name has its line in docs/reference/catalogue. */
class CataloguePagesTest {
  /** Simple name of the class that holds it, such as {@code Transforms}. */
  private static final Map<String, Catalog<?>> CATALOGUES = catalogues();

  @Test
  void findsTheCatalogues() {
    assertThat(CATALOGUES.keySet())
        .contains("Architectures", "Losses", "Metrics", "Steps", "Transforms");
  }

  @TestFactory
  Stream<DynamicTest> everyEntryHasItsLine() {
    return CATALOGUES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> check(entry.getKey(), entry.getValue().names())));
  }

  private static void check(String holder, List<String> names) {
    String page = "docs/reference/catalogue/" + holder.toLowerCase(Locale.ROOT) + ".md";
    List<String> rows =
        Repository.read(page)
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .filter(name -> !name.contains(" "))
            .toList();
    assertThat(names).isNotEmpty();
    assertThat(rows).as(page).containsAll(names);
  }

  private static Map<String, Catalog<?>> catalogues() {
    Map<String, Catalog<?>> found = new TreeMap<>();
    for (JavaClass type : HouseClasses.ALL) {
      boolean holds =
          type.getFields().stream()
              .anyMatch(
                  field ->
                      field.getName().equals("CATALOG")
                          && field.getRawType().isEquivalentTo(Catalog.class));
      if (holds) {
        found.put(type.getSimpleName(), catalogue(type.reflect()));
      }
    }
    return found;
  }

  private static Catalog<?> catalogue(Class<?> holder) {
    try {
      return (Catalog<?>) holder.getField("CATALOG").get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(holder + " keeps its CATALOG to itself", e);
    }
  }
}
