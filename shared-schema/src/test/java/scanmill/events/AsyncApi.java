package scanmill.events;

import java.util.Locale;

/** The AsyncAPI 3.0 document of all events. */
final class AsyncApi {
  private AsyncApi() {}

  static String yaml(String version) {
    StringBuilder out = new StringBuilder();
    line(out, 0, "asyncapi: 3.0.0");
    line(out, 0, "info:");
    line(out, 1, "title: Scanmill events");
    line(out, 1, "version: '%s'", version);
    line(out, 1, "description: >-");
    line(out, 2, "Facts that services tell each other; CloudEvents 1.0 in Kafka's binary mode.");
    line(out, 2, "Addresses may carry the installation's prefix.");
    line(out, 0, "defaultContentType: application/json");
    line(out, 0, "channels:");
    for (Class<? extends Event> type : Event.ALL) {
      channel(out, type);
    }
    line(out, 0, "operations:");
    for (Class<? extends Event> type : Event.ALL) {
      line(out, 1, "tell%s:", type.getSimpleName());
      line(out, 2, "action: send");
      line(out, 2, "channel:");
      line(out, 3, "$ref: '#/channels/%s'", Event.topic(type));
    }
    line(out, 0, "components:");
    line(out, 1, "messages:");
    for (Class<? extends Event> type : Event.ALL) {
      message(out, type);
    }
    line(out, 1, "schemas:");
    headers(out);
    return out.toString();
  }

  private static void channel(StringBuilder out, Class<? extends Event> type) {
    String topic = Event.topic(type);
    line(out, 1, "%s:", topic);
    line(out, 2, "address: %s", topic);
    line(out, 2, "messages:");
    line(out, 3, "%s:", type.getSimpleName());
    line(out, 4, "$ref: '#/components/messages/%s'", type.getSimpleName());
  }

  private static void message(StringBuilder out, Class<? extends Event> type) {
    line(out, 2, "%s:", type.getSimpleName());
    line(out, 3, "name: %s", Event.type(type));
    line(out, 3, "title: %s", type.getSimpleName());
    line(out, 3, "contentType: application/json");
    line(out, 3, "headers:");
    line(out, 4, "$ref: '#/components/schemas/CloudEventHeaders'");
    line(out, 3, "payload:");
    line(out, 4, "schemaFormat: application/schema+json;version=draft-2020-12");
    line(out, 4, "schema:");
    line(out, 5, "$ref: './schemas/%s.json'", type.getSimpleName());
    line(out, 3, "bindings:");
    line(out, 4, "kafka:");
    line(out, 5, "key:");
    line(out, 6, "type: string");
  }

  private static void headers(StringBuilder out) {
    line(out, 2, "CloudEventHeaders:");
    line(out, 3, "type: object");
    line(out, 3, "description: A record without them is heard too; its id is made from its bytes.");
    line(out, 3, "properties:");
    for (String name :
        new String[] {
          "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "ce_subject", "traceparent"
        }) {
      line(out, 4, "%s:", name);
      line(out, 5, "type: string");
    }
  }

  private static void line(StringBuilder out, int depth, String format, Object... arguments) {
    out.append("  ".repeat(depth))
        .append(String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
