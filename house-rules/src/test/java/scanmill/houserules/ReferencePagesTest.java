package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import io.smallrye.config.ConfigMapping;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.events.Event;
import scanmill.specs.Key;
import scanmill.specs.OwnJson;

/** What the reference pages list is what the code has: nothing missing, nothing made up. */
class ReferencePagesTest {
  @Test
  void everyEventHasItsRowWithItsTopic() {
    Set<String> rows = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([A-Z][A-Za-z]+)` \\| `([a-z-]+)` \\|")
            .matcher(Repository.read("docs/reference/events.md"));
    while (row.find()) {
      rows.add(row.group(1) + " on " + row.group(2));
    }
    Set<String> events = new TreeSet<>();
    Event.ALL.forEach(type -> events.add(type.getSimpleName() + " on " + Event.topic(type)));
    assertThat(rows).isEqualTo(events);
  }

  @Test
  void everySettingOfAServiceHasItsRow() {
    Set<String> settings = new TreeSet<>();
    for (JavaClass type : HouseClasses.ALL) {
      if (type.isAnnotatedWith(ConfigMapping.class)) {
        String prefix = type.getAnnotationOfType(ConfigMapping.class).prefix();
        for (JavaMethod method : type.getMethods()) {
          settings.add(prefix + "." + kebab(method.getName()));
        }
      }
    }
    assertThat(settings).contains("scanmill.store.endpoint");
    assertThat(Settings.documented()).containsAll(settings);
  }

  @Test
  void everyKeyOfAConfigurationHasItsRow() {
    Set<String> keys = new TreeSet<>();
    addKeys(Config.class, keys);
    assertThat(keys).contains("loader_parameters", "T_0", "random_seed");
    Set<String> rows = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([A-Za-z0-9_]+)` \\|")
            .matcher(Repository.read("docs/reference/configuration.md"));
    while (row.find()) {
      rows.add(row.group(1));
    }
    assertThat(rows).isEqualTo(keys);
  }

  private static void addKeys(Class<?> record, Set<String> keys) {
    for (RecordComponent component : record.getRecordComponents()) {
      Key key = component.getAnnotation(Key.class);
      keys.add(
          key == null
              ? component
                  .getName()
                  .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                  .toLowerCase(Locale.ROOT)
              : key.value());
      Type type = component.getGenericType();
      if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
        type = optional.getActualTypeArguments()[0];
      }
      if (type instanceof Class<?> inner
          && inner.isRecord()
          && !OwnJson.class.isAssignableFrom(inner)) {
        addKeys(inner, keys);
      }
    }
  }

  @Test
  void theMetricsPageListsExactlyOurMetrics() {
    Set<String> made = new TreeSet<>();
    Pattern call =
        Pattern.compile(
            "(counter|timer|gauge|summary|Timer\\s*\\.builder|Counter\\s*\\.builder"
                + "|Gauge\\s*\\.builder|DistributionSummary\\s*\\.builder)"
                + "\\(\\s*\"(scanmill[._a-z]+)\"");
    for (Path file : Repository.files(".java")) {
      if (Repository.name(file).contains("/src/main/java/")) {
        Matcher found = call.matcher(Repository.read(file));
        while (found.find()) {
          made.addAll(MetricNames.prometheus(found.group(1), found.group(2)));
        }
      }
    }
    assertThat(made).contains("scanmill_inputs_total");
    assertThat(MetricNames.documented().stream().filter(name -> name.startsWith("scanmill_")))
        .containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void readmeNamesTheTestCommandThatCiRuns() {
    List<String> commands = new ArrayList<>();
    Repository.read("README.md").lines().map(String::strip).forEach(commands::add);
    assertThat(commands).contains("mvn verify");
    assertThat(Repository.read(".ci/run")).containsPattern("(?m)^mvn -B .*\\bverify$");
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
