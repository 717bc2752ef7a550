package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.events.ModelRef;
import scanmill.exchange.ModelCard;
import scanmill.ids.ModelId;
import scanmill.kit.ModelAliases;
import scanmill.problems.BadInputException;

/** Models: their versions, which of them is meant, and what they are. */
@Path("/api")
@Blocking
@Tag(name = "Models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
  private final ModelShelf shelf;
  private final ModelDetails details;
  private final ModelPromotions promotions;
  private final ModelEvaluations evaluations;

  @Inject
  ModelResource(
      ModelShelf shelf,
      ModelDetails details,
      ModelPromotions promotions,
      ModelEvaluations evaluations) {
    this.shelf = shelf;
    this.details = details;
    this.promotions = promotions;
    this.evaluations = evaluations;
  }

  @GET
  @Path("/models/{name}")
  @Operation(summary = "One model: its versions and aliases")
  public ModelShelf.ModelView model(@PathParam("name") String name) {
    return shelf.one(name);
  }

  @GET
  @Path("/models/{name}/{version}")
  @Operation(
      summary = "One version of a model: scores, origin, files",
      description =
          "The version is a digest, its first 8 or more digits, or an alias, which has an ETag.")
  @APIResponseSchema(ModelDetail.class)
  public Response version(@PathParam("name") String name, @PathParam("version") String version) {
    Response.ResponseBuilder answer = Response.ok(details.of(find(name, version)));
    promotions.alias(name, version).ifPresent(alias -> answer.header("ETag", quoted(alias)));
    return answer.build();
  }

  private static String quoted(ModelAliases.Alias alias) {
    return "\"" + alias.etag() + "\"";
  }

  @GET
  @Path("/models/{name}/{version}/card")
  @Produces({MediaType.TEXT_HTML, "text/markdown"})
  @Operation(summary = "The card of a version, as a page or, with format=markdown, as text")
  public Response card(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @QueryParam("format") Optional<String> format) {
    ModelCard card = details.card(find(name, version));
    boolean text = format.filter("markdown"::equals).isPresent();
    return text
        ? Response.ok(card.markdown()).type("text/markdown;charset=UTF-8").build()
        : Pages.answer(card.html());
  }

  @GET
  @Path("/models/{name}/{version}/evaluation")
  @Produces({MediaType.TEXT_HTML, MediaType.APPLICATION_JSON, "text/csv"})
  @Operation(
      summary = "How well a version did on all scans that were compared with references",
      description =
          "A page or, with format=json or format=csv, for programs: means with bootstrap intervals,"
              + " global Dice, and subgroups by the columns of references/participants.tsv.")
  public Response evaluation(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @QueryParam("format") @DefaultValue("html") String format,
      @Parameter(description = "A column of the participants; may be repeated") @QueryParam("by")
          List<String> by)
      throws IOException {
    ModelEvaluations.Known known = evaluations.of(find(name, version), by);
    return switch (format) {
      case "html" -> Pages.answer(known.report().html(known.pictures()));
      case "json" -> Response.ok(known.report().json(), MediaType.APPLICATION_JSON).build();
      case "csv" -> Response.ok(known.report().csv(), "text/csv;charset=UTF-8").build();
      default ->
          throw BadInputException.of(
              "query-invalid",
              "Required the format html, json or csv; found another.",
              "Send for example ?format=json.");
    };
  }

  @POST
  @Path("/models/{name}/promotions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Let an alias mean a version",
      description =
          "{\"version\": digest or alias, \"alias\": \"latest\" where absent, \"reason\": text}."
              + " With If-Match, only if the alias still is what that ETag says.")
  public Response promote(
      @PathParam("name") String name,
      @Parameter(description = "ETag of an earlier answer") @HeaderParam("If-Match")
          Optional<String> etag,
      InputStream body) {
    Body asked = Body.read(body, List.of("version", "alias", "reason"));
    ModelRef version = find(name, asked.text("version"));
    ModelAliases.Alias now =
        promotions.promote(
            version, asked.find("alias").orElse(ModelAliases.LATEST), asked.find("reason"), etag);
    return Response.ok(details.of(version)).header("ETag", quoted(now)).build();
  }

  @DELETE
  @Path("/models/{name}/{version}")
  @Operation(
      summary = "Remove a version",
      description = "Refused while an alias or a routing rule means it.")
  public Response remove(@PathParam("name") String name, @PathParam("version") String version) {
    promotions.remove(find(name, version));
    return Response.ok(new Removed(name, version)).build();
  }

  /** What was removed. */
  public record Removed(String name, String version) {}

  private ModelRef find(String name, String version) {
    ModelRegistration.require(name);
    try {
      return shelf.resolve(new ModelId(name, Optional.of(version)));
    } catch (IllegalArgumentException e) {
      throw BadInputException.of(
          "model-name-invalid",
          "Required a version as 8 to 64 digits of its digest or as an alias; found another text.",
          "See GET /api/models for those there are.");
    }
  }
}
