package scanmill.configuration;

import java.util.List;

/**
 * A configuration, and what its author should know about it.
 *
 * @param warnings one sentence for each key that has another name now or no use any more
 */
public record ParsedConfig(Config config, List<String> warnings) {
  public ParsedConfig {
    warnings = List.copyOf(warnings);
  }
}
