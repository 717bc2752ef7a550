package scanmill.houserules;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metric names that docs/reference/metrics.md lists, and how code comes by them. */
final class MetricNames {
  private MetricNames() {}

  /** The first cell of every row. */
  static Set<String> documented() {
    Set<String> names = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([a-z][a-z0-9_]+)` \\|")
            .matcher(Repository.read("docs/reference/metrics.md"));
    while (row.find()) {
      names.add(row.group(1));
    }
    return names;
  }

  /** What the Prometheus registry makes of a meter: {@code scanmill.inputs} counts as a total. */
  static Set<String> prometheus(String maker, String meter) {
    String name = meter.replace('.', '_');
    if (maker.equalsIgnoreCase("counter") || maker.startsWith("Counter")) {
      return Set.of(name.endsWith("_total") ? name : name + "_total");
    }
    if (maker.equalsIgnoreCase("timer") || maker.startsWith("Timer")) {
      String seconds = name.endsWith("_seconds") ? name : name + "_seconds";
      return Set.of(seconds + "_count", seconds + "_sum", seconds + "_max");
    }
    if (maker.equalsIgnoreCase("summary") || maker.startsWith("DistributionSummary")) {
      return Set.of(name + "_count", name + "_sum", name + "_max");
    }
    return Set.of(name);
  }
}
