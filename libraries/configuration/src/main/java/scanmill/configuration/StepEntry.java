package scanmill.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One step after the network: a name of the catalogue of steps and its arguments.
 *
 * @param args read only
 */
public record StepEntry(String name, ObjectNode args) {

  /** The path of the arguments, for messages about them. */
  public String where() {
    return "postprocessing." + name;
  }
}
