package scanmill.kit;

import java.util.List;
import java.util.Locale;
import scanmill.events.Event;

/** How an input ended. */
public enum Outcome {
  /** What follows from it was told. */
  DELIVERED,
  /** The input is at fault; told with a reason. */
  REJECTED,
  /** Accepted work could not be finished; told with a reason. */
  FAILED,
  /** On the dead-letter topic; an operator must act. */
  PARKED;

  /** What a use case's answer means. */
  static Outcome of(List<? extends Event> answer) {
    boolean rejected = false;
    for (Event event : answer) {
      String name = event.getClass().getSimpleName();
      if (name.endsWith("Failed")) {
        return FAILED;
      }
      rejected |= name.endsWith("Rejected");
    }
    return rejected ? REJECTED : DELIVERED;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
