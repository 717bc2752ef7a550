package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Files in. */
@Path("/api")
@Blocking
@Tag(name = "Files")
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
  private final Uploads uploads;
  private final ModelRegistration models;

  @Inject
  UploadResource(Uploads uploads, ModelRegistration models) {
    this.uploads = uploads;
    this.models = models;
  }

  @POST
  @Path("/uploads")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Upload a file",
      description =
          "The body is streamed into the bucket. A scan under incoming/ is taken up by rule.")
  public Response upload(
      @Parameter(description = "File name, sub-01_T2w.nii.gz") @QueryParam("name")
          Optional<String> name,
      @Parameter(
              description = "Folder below incoming/, or one that begins with scans/ or references/")
          @QueryParam("folder")
          Optional<String> folder,
      @Parameter(hidden = true) @HeaderParam("Content-Length") Optional<Long> length,
      InputStream body) {
    return Response.status(Response.Status.CREATED)
        .entity(uploads.put(folder, name.orElse(""), length, body))
        .build();
  }

  @PUT
  @Path("/datasets/{name}/{path: .+}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Put one file of a dataset",
      description =
          "Train on it with loader_parameters.path_data: [\"s3://<bucket>/datasets/<name>\"].")
  public Response dataset(
      @PathParam("name") String name,
      @PathParam("path") String path,
      @Parameter(hidden = true) @HeaderParam("Content-Length") Optional<Long> length,
      InputStream body) {
    return Response.status(Response.Status.CREATED)
        .entity(uploads.putDataset(name, path, length, body))
        .build();
  }

  @PUT
  @Path("/models/{name}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Publish a model package that was made elsewhere",
      description = "The body is a zip of the files of the package's folder.")
  public Response model(@PathParam("name") String name, InputStream body) {
    return Response.status(Response.Status.CREATED).entity(models.register(name, body)).build();
  }
}
