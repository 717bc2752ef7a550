package scanmill.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of the objects that one model finds are looked at by the next. */
public enum BoxesWish {
  /** The largest one. */
  @JsonProperty("largest")
  LARGEST,
  /** Each in its own box. */
  @JsonProperty("all")
  ALL
}
