package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A gateway for tests: keeps what is uploaded, answers what it was given to answer, tells the
 * events it was given to tell.
 */
final class FakePlatform implements AutoCloseable {
  /** What it was asked, {@code GET /api/status}. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private final Map<String, JsonNode> bodies = new ConcurrentHashMap<>();

  /** The bucket. */
  final Map<String, byte[]> objects = Collections.synchronizedMap(new TreeMap<>());

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  private record Answer(int status, String body) {}

  FakePlatform() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        });
    server.start();
    answer("GET /api/status", 200, "{\"well\": true, \"store\": {\"bucket\": \"mill\"}}");
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The JSON that came with the last {@code POST /api/trainings}. */
  JsonNode body(String request) {
    return bodies.getOrDefault(request, MissingNode.getInstance());
  }

  FakePlatform answer(String request, int status, String body) {
    answers.put(request, new Answer(status, body));
    return this;
  }

  FakePlatform tell(String type, String subject, String data) {
    events.add(
        String.format(
            "{\"id\": \"%s-%d\", \"type\": \"scanmill.%s.v1\", \"time\": \"2026-01-02T12:00:00Z\","
                + " \"subject\": \"%s\", \"data\": %s}",
            type, events.size(), type, subject, data));
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String request = exchange.getRequestMethod() + " " + path;
    asked.add(request);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (answers.containsKey(request)) {
      if (body.length > 0 && body[0] == '{') {
        bodies.put(request, Gateway.JSON.readTree(body));
      }
      Answer answer = answers.get(request);
      send(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
    } else if (path.equals("/api/events")) {
      tellAll(exchange);
    } else if (path.equals("/api/uploads")) {
      String key = parameter(exchange, "folder") + "/" + parameter(exchange, "name");
      objects.put(key, body);
      send(exchange, 201, ("{\"key\": \"" + key + "\"}").getBytes(StandardCharsets.UTF_8));
    } else if (path.startsWith("/api/datasets/")) {
      objects.put(path.substring("/api/".length()), body);
      send(exchange, 201, "{}".getBytes(StandardCharsets.UTF_8));
    } else if (path.equals("/api/objects")) {
      send(exchange, 200, list(parameter(exchange, "prefix")));
    } else if (objects.containsKey(path.replaceFirst("/api/objects/", ""))) {
      send(exchange, 200, objects.get(path.replaceFirst("/api/objects/", "")));
    } else {
      send(
          exchange,
          404,
          "{\"code\": \"path-unknown\", \"what\": \"Nothing here.\", \"remedy\": \"Look elsewhere.\"}"
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] list(String prefix) {
    List<String> found = new ArrayList<>();
    synchronized (objects) {
      objects.keySet().stream()
          .filter(key -> key.startsWith(prefix))
          .forEach(key -> found.add("{\"key\": \"" + key + "\"}"));
    }
    return ("{\"objects\": [" + String.join(",", found) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  private void tellAll(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(":alive\n\n".getBytes(StandardCharsets.UTF_8));
      for (String event : List.copyOf(events)) {
        out.write(("id:x\ndata:" + event + "\n\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String parameter(HttpExchange exchange, String name) {
    for (String pair : exchange.getRequestURI().getQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
