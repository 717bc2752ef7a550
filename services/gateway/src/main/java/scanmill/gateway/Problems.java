package scanmill.gateway;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import scanmill.kit.StoreException;
import scanmill.kit.TellingException;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** Every error leaves as problem+json: what happened, what to do, and nothing of the inside. */
@Singleton
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  Response badInput(BadInputException e) {
    return ProblemDetails.answer(e.problem());
  }

  @ServerExceptionMapper
  Response noPath(NotFoundException e, UriInfo uri) {
    return ProblemDetails.answer(KnownPaths.unknown(uri.getPath()), 404);
  }

  @ServerExceptionMapper
  Response noMethod(NotAllowedException e) {
    Problem problem =
        new Problem(
            "method-not-allowed",
            "This path does not take that method.",
            "See /q/openapi for the methods of each path.");
    return ProblemDetails.answer(problem, 405);
  }

  @ServerExceptionMapper
  Response refused(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    Response.Status known = Response.Status.fromStatusCode(status);
    String words = known == null ? "refused" : known.getReasonPhrase().toLowerCase(Locale.ROOT);
    Problem problem =
        new Problem(
            "http-" + status,
            "The request was refused: " + words + ".",
            "See /q/openapi for what each path takes.");
    return ProblemDetails.answer(problem, status);
  }

  @ServerExceptionMapper
  Response store(StoreException e) {
    LOG.warnf("The bucket does not answer: %s", e.getMessage());
    return unavailable("store-unreachable", "The bucket does not answer now.");
  }

  @ServerExceptionMapper
  Response log(TellingException e) {
    LOG.warnf("The log does not take what was told: %s", e.getMessage());
    return unavailable("log-unreachable", "The log does not take requests now.");
  }

  /** The client went away in the middle, or the disk does not take more. */
  @ServerExceptionMapper
  Response broken(UncheckedIOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    LOG.warnf("A request broke off: %s: %s", cause.getClass().getSimpleName(), cause.getMessage());
    return unavailable("input-output-failed", "The bytes could not be taken or kept.");
  }

  @ServerExceptionMapper
  Response other(Throwable e) {
    LOG.error("A request failed that should not have", e);
    Problem problem =
        new Problem(
            "internal",
            "Something went wrong here that should not have.",
            "Try again; if it happens again, look at the gateway's log and report it.");
    return ProblemDetails.answer(problem, 500);
  }

  private static Response unavailable(String code, String what) {
    Response answer =
        ProblemDetails.answer(new Problem(code, what, "Try again in a few seconds."), 503);
    return Response.fromResponse(answer).header("Retry-After", 5).build();
  }
}
