package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import scanmill.problems.BadInputException;

/**
 * The facts of a platform as they are told, from the oldest it remembers on. Survives a platform
 * that is restarted: it connects again and goes on after the last event it heard.
 */
final class EventStream {
  private static final int MOST_ATTEMPTS = 60;
  private static final long PAUSE_MS = 1_000;
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  private final Gateway gateway;

  EventStream(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Hears events until one is enough.
   *
   * @param subject the scan or run; all where absent
   * @param enough takes one event ({@code id}, {@code type}, {@code time}, {@code subject}, {@code
   *     data}) and says whether it was the last one wanted
   * @throws BadInputException if the platform is not to be reached for a minute
   */
  void follow(Optional<String> subject, Predicate<JsonNode> enough) throws InterruptedException {
    follow(subject, enough, FOR_EVER);
  }

  /**
   * As {@link #follow(Optional, Predicate)}, but no longer than the patience.
   *
   * @throws BadInputException ({@code no-ending}) if none of the events was enough by then
   */
  void follow(Optional<String> subject, Predicate<JsonNode> enough, Duration patience)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    String path = path(subject, true);
    int attempt = 0;
    while (true) {
      try (InputStream lines = gateway.lines(path)) {
        attempt = 0;
        if (read(lines, enough, deadline)) {
          return;
        }
      } catch (IOException e) {
        attempt++; // The connection broke: the same as an end.
      } catch (BadInputException e) {
        boolean away = e.problem().code().equals("server-unreachable");
        if (!away || ++attempt > MOST_ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  /** Hears what the platform remembers, and no more. */
  void replay(Optional<String> subject, Predicate<JsonNode> enough) {
    try (InputStream lines = gateway.lines(path(subject, false))) {
      read(lines, enough, Instant.now().plus(FOR_EVER));
    } catch (IOException e) {
      throw BadInputException.of(
          "server-unreachable",
          "The platform at " + gateway.address() + " broke off its answer.",
          "Try again.");
    }
  }

  private static String path(Optional<String> subject, boolean follow) {
    return "api/events?follow="
        + follow
        + subject.map(s -> "&subject=" + Gateway.encode(s)).orElse("");
  }

  /**
   * @return whether an event was enough; false at the end of the stream
   */
  private static boolean read(InputStream lines, Predicate<JsonNode> enough, Instant deadline)
      throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
    StringBuilder data = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).stripLeading());
      } else if (line.isEmpty() && !data.isEmpty()) {
        JsonNode event = Gateway.JSON.readTree(data.toString());
        data.setLength(0);
        if (enough.test(event)) {
          return true;
        }
      }
      // The platform sends a comment every few seconds, so this is looked at in time.
      if (Instant.now().isAfter(deadline)) {
        throw BadInputException.of(
            "no-ending",
            "The platform did not say how it ended in the time that was given.",
            "See what happened with: scanmill events");
      }
    }
    return false;
  }
}
