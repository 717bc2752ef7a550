package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.events.SegmentationWishes;

/** What somebody wants done. */
@Path("/api")
@Blocking
@Tag(name = "Requests")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RequestResource {
  private final Segmentations segmentations;
  private final Trainings trainings;

  /**
   * What {@code POST /api/segmentations} takes.
   *
   * @param image key of a NIfTI file or a picture in the bucket
   * @param images instead of it, for models of several contrasts: keys by contrast
   * @param model {@code name} or {@code name@digest}
   * @param reference key of labels to compare with
   * @param wishes beyond what the model does by itself
   */
  record SegmentationBody(
      Optional<String> image,
      Optional<Map<String, String>> images,
      String model,
      Optional<String> reference,
      Optional<SegmentationWishes> wishes) {
    SegmentationBody {
      images = images.map(Map::copyOf);
    }
  }

  /**
   * What {@code POST /api/trainings} takes.
   *
   * @param config an ivadomed configuration
   * @param run a name for the run; made up where absent
   */
  record TrainingBody(Map<String, Object> config, Optional<String> run) {
    TrainingBody {
      config = Map.copyOf(config);
    }
  }

  @Inject
  RequestResource(Segmentations segmentations, Trainings trainings) {
    this.segmentations = segmentations;
    this.trainings = trainings;
  }

  @POST
  @Path("/segmentations")
  @Operation(summary = "Ask for a scan to be segmented by a model")
  public Response segment(
      @RequestBody(content = @Content(schema = @Schema(implementation = SegmentationBody.class)))
          InputStream stream) {
    Body body = Body.read(stream, List.of("image", "images", "model", "reference", "wishes"));
    String request =
        segmentations.ask(
            new Segmentations.Images(body.find("image"), body.findTexts("images")),
            body.text("model"),
            body.find("reference"),
            body.findObject("wishes").map(Wishes::read));
    return Response.accepted(Map.of("request", request)).build();
  }

  @POST
  @Path("/trainings")
  @Operation(summary = "Ask for a training run")
  public Response train(
      @RequestBody(content = @Content(schema = @Schema(implementation = TrainingBody.class)))
          InputStream stream) {
    Body body = Body.read(stream, List.of("config", "run"));
    return Response.accepted(trainings.ask(body.object("config"), body.find("run"))).build();
  }

  @DELETE
  @Path("/trainings/{run}")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Ask a training run to stop; its last checkpoint is kept")
  public Response cancel(@PathParam("run") String run) {
    return Response.accepted(Map.of("run", trainings.cancel(run))).build();
  }
}
