package scanmill.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * A platform, as one speaks to it over HTTP. What the platform refuses arrives as the {@link
 * BadInputException} it was there. Safe to use from several threads.
 */
final class Gateway {
  static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * @throws BadInputException ({@code server-address}) unless it is an http or https address
   */
  Gateway(URI base) {
    String scheme = base.getScheme() == null ? "" : base.getScheme();
    if (!scheme.matches("https?") || base.getHost() == null) {
      throw BadInputException.of(
          "server-address",
          "Required the address of a platform such as http://127.0.0.1:8080; found \""
              + base
              + "\".",
          "Give it with http:// or https:// and a host.");
    }
    String text = base.toString();
    this.base = URI.create(text.endsWith("/") ? text : text + "/");
  }

  URI address() {
    return base;
  }

  JsonNode get(String path) {
    return json(request(path).timeout(Duration.ofSeconds(60)).GET());
  }

  JsonNode post(String path, JsonNode body) {
    return post(path, body, Map.of());
  }

  JsonNode post(String path, JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    return json(request);
  }

  JsonNode delete(String path) {
    return json(request(path).timeout(Duration.ofSeconds(60)).DELETE());
  }

  /** Sends a file; returns what became of it. */
  JsonNode upload(Path file, String folder, String name) {
    return send("POST", "api/uploads?name=" + encode(name) + "&folder=" + encode(folder), file);
  }

  /**
   * Sends a file to a path.
   *
   * @throws BadInputException ({@code file-unreadable}) if it is not there
   */
  JsonNode send(String method, String path, Path file) {
    try {
      return json(
          request(path)
              .header("Content-Type", "application/octet-stream")
              .method(method, HttpRequest.BodyPublishers.ofFile(file)));
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "file-unreadable",
              "Required a file that can be read; found none at " + file + ".",
              "Check the name and the permissions."),
          e);
    }
  }

  /** Brings an object of the bucket to a file, whole or not at all. */
  void download(String key, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling("." + file.getFileName() + ".part");
      HttpResponse<InputStream> answer = open(request("api/objects/" + encodePath(key)).GET());
      try (InputStream body = answer.body()) {
        Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "download-failed",
              "Could not write " + file + ": " + e.getMessage() + ".",
              "See that the folder can be written to and the disk has room."),
          e);
    }
  }

  /** Keys of the objects whose key begins so, in order. */
  List<String> list(String prefix) {
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      JsonNode page = get("api/objects?prefix=" + encode(prefix) + "&after=" + encode(after.get()));
      page.path("objects").forEach(object -> keys.add(object.path("key").asText()));
      after = Optional.ofNullable(page.path("next").textValue());
    }
    return keys;
  }

  /** Lines of an answer that goes on, such as server-sent events. The caller closes it. */
  InputStream lines(String path) {
    return open(request(path).header("Accept", "text/event-stream").GET()).body();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String encodePath(String key) {
    return Arrays.stream(key.split("/", -1)).map(Gateway::encode).collect(Collectors.joining("/"));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("User-Agent", "scanmill");
  }

  private JsonNode json(HttpRequest.Builder request) {
    try (InputStream body = open(request).body()) {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new BadInputException(notThePlatform("an answer that is not JSON"), e);
    } catch (IOException e) {
      throw new BadInputException(unreachable(e), e);
    }
  }

  private HttpResponse<InputStream> open(HttpRequest.Builder request) {
    HttpResponse<InputStream> answer;
    try {
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new BadInputException(unreachable(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("Interrupted", e));
    }
    if (answer.statusCode() >= 400) {
      try (InputStream body = answer.body()) {
        throw new BadInputException(problem(answer.statusCode(), body.readNBytes(65_536)));
      } catch (IOException e) {
        throw new BadInputException(unreachable(e), e);
      }
    }
    return answer;
  }

  private Problem problem(int status, byte[] body) {
    try {
      JsonNode said = JSON.readTree(body);
      if (said != null && said.hasNonNull("code")) {
        return new Problem(
            said.path("code").asText(), said.path("what").asText(), said.path("remedy").asText());
      }
    } catch (IOException | IllegalArgumentException e) {
      return notThePlatform("status " + status);
    }
    return notThePlatform("status " + status);
  }

  private Problem notThePlatform(String found) {
    return new Problem(
        "server-answer",
        "Required the answer of a Scanmill platform at " + base + "; found " + found + ".",
        "Check the address and that the platform there has the same version.");
  }

  private Problem unreachable(IOException e) {
    return new Problem(
        "server-unreachable",
        "Required an answer from the platform at "
            + base
            + "; found none ("
            + e.getClass().getSimpleName()
            + ").",
        "Check the address, or start one with: scanmill up");
  }
}
