package scanmill.gateway;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Documents for people that carry all they show: a browser lets them load and run nothing. */
final class Pages {
  static final String TYPE = MediaType.TEXT_HTML + ";charset=UTF-8";
  static final String POLICY =
      "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private Pages() {}

  static Response answer(String html) {
    return Response.ok(html)
        .type(TYPE)
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
