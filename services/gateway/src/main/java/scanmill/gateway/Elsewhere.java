package scanmill.gateway;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import scanmill.kit.EventJson;

/** Answers for paths that belong to nobody, so that these too are problem+json. */
@Singleton
class Elsewhere {
  void register(@Observes Router router) {
    router.errorHandler(404, Elsewhere::answer);
  }

  private static void answer(RoutingContext request) {
    if (request.response().ended()) {
      return;
    }
    ProblemDetails problem = ProblemDetails.of(KnownPaths.unknown(request.normalizedPath()), 404);
    request
        .response()
        .setStatusCode(404)
        .putHeader("Content-Type", ProblemDetails.MEDIA_TYPE)
        .end(io.vertx.core.buffer.Buffer.buffer(EventJson.write(problem)));
  }
}
