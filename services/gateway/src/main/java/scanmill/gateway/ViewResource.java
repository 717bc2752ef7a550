package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.problems.BadInputException;

/** What became of it. */
@Path("/api")
@Blocking
@Tag(name = "Views")
@Produces(MediaType.APPLICATION_JSON)
public class ViewResource {
  private static final int MOST = 1_000;

  private final Memory memory;
  private final ModelShelf models;
  private final RunFiles files;

  @Inject
  ViewResource(Memory memory, ModelShelf models, RunFiles files) {
    this.memory = memory;
    this.models = models;
    this.files = files;
  }

  @GET
  @Path("/scans")
  @Operation(summary = "The newest scans, and uploads that were none")
  public List<ScanView> scans(@QueryParam("limit") @DefaultValue("100") int limit) {
    return memory.model().scans(bounded(limit));
  }

  @GET
  @Path("/scans/{scan}")
  @Operation(summary = "One scan and everything that was asked of it")
  public ScanView scan(@PathParam("scan") String scan) {
    return memory
        .model()
        .scan(scan)
        .orElseThrow(
            () ->
                BadInputException.of(
                    "scan-unknown",
                    "No scan or upload of this name is known.",
                    "See GET /api/scans for those that are; the oldest are forgotten."));
  }

  @GET
  @Path("/requests/{request}")
  @Operation(summary = "One request for a segmentation and how far it came")
  public RequestView request(@PathParam("request") String request) {
    return memory
        .model()
        .request(request)
        .orElseThrow(
            () ->
                BadInputException.of(
                    "request-unknown",
                    "No request of this id is known, or its event has not been heard yet.",
                    "Try again in a second; see GET /api/scans for those that are known."));
  }

  @GET
  @Path("/runs")
  @Operation(summary = "The newest training runs")
  public List<RunView> runs(@QueryParam("limit") @DefaultValue("20") int limit) {
    return memory.model().runs(bounded(limit));
  }

  @GET
  @Path("/runs/{run}")
  @Operation(summary = "One training run, epoch by epoch")
  public RunView run(@PathParam("run") String run) {
    return memory.model().run(Trainings.runId(run)).orElseThrow(Trainings::unknown);
  }

  @GET
  @Path("/runs/{run}/files")
  @Operation(
      summary = "Curves, pictures, animations and TensorBoard files of a run, while it goes on",
      description = "Each is to be had by its key at /api/objects/{key}.")
  public List<RunFiles.RunFile> files(@PathParam("run") String run) {
    return files.of(run(run).run());
  }

  @GET
  @Path("/models")
  @Operation(summary = "Published models and their versions, the latest first")
  public List<ModelShelf.ModelView> models() {
    return models.all();
  }

  private static int bounded(int limit) {
    if (limit < 1 || limit > MOST) {
      throw BadInputException.of(
          "query-invalid",
          "Required a limit from 1 to " + MOST + "; found another.",
          "Send for example ?limit=20.");
    }
    return limit;
  }
}
