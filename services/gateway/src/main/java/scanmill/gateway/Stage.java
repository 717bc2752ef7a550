package scanmill.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a request for a segmentation passes, in order. */
public enum Stage {
  PREPROCESS("prepared"),
  INFERENCE("predicted"),
  POSTPROCESS("segmented"),
  EVALUATION("evaluated");

  private final String reached;

  Stage(String reached) {
    this.reached = reached;
  }

  /** The state of a request that has passed this stage and no later one. */
  String reached() {
    return reached;
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
