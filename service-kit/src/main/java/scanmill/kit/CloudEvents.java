package scanmill.kit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.events.Event;

/** CloudEvents 1.0 in Kafka's binary mode: the attributes are headers, the value is the data. */
public final class CloudEvents {
  public static final String ID = "ce_id";
  public static final String TYPE = "ce_type";
  public static final String SOURCE = "ce_source";
  public static final String SUBJECT = "ce_subject";
  public static final String TIME = "ce_time";
  public static final String SPEC_VERSION = "ce_specversion";
  public static final String CONTENT_TYPE = "content-type";
  public static final String TRACEPARENT = "traceparent";

  private CloudEvents() {}

  /** The same for the same type, cause and place in the answer; 64 hex digits. */
  public static String id(Class<? extends Event> type, Cause cause, int index) {
    String text = String.join("\n", List.of(Event.type(type), cause.id(), Integer.toString(index)));
    return Digests.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The headers of an event. */
  public static Map<String, String> headers(Event event, Cause cause, int index, Instant time) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(SPEC_VERSION, "1.0");
    headers.put(ID, id(event.getClass(), cause, index));
    headers.put(TYPE, Event.type(event.getClass()));
    headers.put(SOURCE, "/scanmill/" + cause.service());
    headers.put(TIME, time.toString());
    if (!event.key().isEmpty()) {
      headers.put(SUBJECT, event.key());
    }
    headers.put(CONTENT_TYPE, "application/json");
    cause.traceparent().ifPresent(parent -> headers.put(TRACEPARENT, parent));
    return headers;
  }
}
