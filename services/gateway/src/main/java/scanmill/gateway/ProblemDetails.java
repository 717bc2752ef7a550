package scanmill.gateway;

import jakarta.ws.rs.core.Response;
import java.util.Set;
import scanmill.problems.Problem;

/**
 * A problem as {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code urn:scanmill:problem:<code>}
 * @param title the status in words
 * @param detail what happened and what to do, in one text
 */
public record ProblemDetails(
    String type, String title, int status, String detail, String code, String what, String remedy) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Set<String> NOT_FOUND =
      Set.of(
          "object-missing",
          "scan-unknown",
          "request-unknown",
          "evaluation-missing",
          "dead-letter-unknown",
          "run-unknown",
          "path-unknown");
  private static final Set<String> NOT_UNDERSTOOD =
      Set.of("json-malformed", "json-duplicate-key", "query-invalid", "request-invalid");
  private static final Set<String> TOO_LARGE = Set.of("upload-too-large", "body-too-large");

  static ProblemDetails of(Problem problem, int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return new ProblemDetails(
        "urn:scanmill:problem:" + problem.code(),
        known == null ? "Unprocessable Content" : known.getReasonPhrase(),
        status,
        problem.what() + " " + problem.remedy(),
        problem.code(),
        problem.what(),
        problem.remedy());
  }

  /** The status that says best what kind of problem it is: 404, 400, 409, 412, 413, else 422. */
  static int status(String code) {
    if (NOT_FOUND.contains(code)) {
      return 404;
    }
    if (NOT_UNDERSTOOD.contains(code)) {
      return 400;
    }
    if (Set.of("run-ended", "model-in-use", "log-not-read", "dead-letter-gone").contains(code)) {
      return 409;
    }
    if (code.equals("model-alias-moved")) {
      return 412;
    }
    return TOO_LARGE.contains(code) ? 413 : 422;
  }

  static Response answer(Problem problem) {
    return answer(problem, status(problem.code()));
  }

  static Response answer(Problem problem, int status) {
    return Response.status(status).type(MEDIA_TYPE).entity(of(problem, status)).build();
  }
}
