package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.problems.BadInputException;

/** What services gave up, for operators. */
@Path("/api/dead-letters")
@Blocking
@Tag(name = "Views")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
  private final DeadLetters letters;
  private final Redrive redrive;
  private final LogReader log;

  @Inject
  DeadLetterResource(DeadLetters letters, Redrive redrive, LogReader log) {
    this.letters = letters;
    this.redrive = redrive;
    this.log = log;
  }

  @GET
  @Operation(summary = "Inputs that services gave up, newest first")
  public List<DeadLetter> all(
      @Parameter(description = "Only those that were not put back")
          @QueryParam("waiting")
          @DefaultValue("false")
          boolean waiting) {
    return letters.all(waiting);
  }

  @POST
  @Path("/{id}/redrive")
  @Operation(
      summary = "Put one back on the topic it came from",
      description = "With its key and headers, so with its event id. Asking twice does it once.")
  public DeadLetter redrive(@PathParam("id") String id) {
    if (!log.caughtUp()) {
      throw BadInputException.of(
          "log-not-read",
          "Which dead letters were put back already is not known yet: the past is being read.",
          "Try again in a few seconds.");
    }
    return redrive.of(id);
  }
}
