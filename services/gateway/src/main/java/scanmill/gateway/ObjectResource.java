package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.kit.ObjectKey;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;

/** Files out. */
@Path("/api/objects")
@Blocking
@Tag(name = "Files")
public class ObjectResource {
  private static final int PAGE = 1_000;

  /** Shown by a browser as what it is; everything else is only ever saved. */
  private static final Map<String, String> SHOWN =
      Map.of(
          "json", "application/json",
          "png", "image/png",
          "gif", "image/gif",
          "csv", "text/csv; charset=utf-8",
          "html", Pages.TYPE);

  /** Where only services write: a page from elsewhere is saved, not shown under this address. */
  private static final List<String> OURS = List.of("derivatives/", "training/");

  private final ObjectStore store;

  /** One object of a listing. */
  record Listed(String key, long size, Instant lastModified) {}

  /**
   * @param next what to send as {@code after} for the rest; absent at the end
   */
  record Listing(List<Listed> objects, Optional<String> next) {
    Listing {
      objects = List.copyOf(objects);
    }
  }

  @Inject
  ObjectResource(ObjectStore store) {
    this.store = store;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "List objects of the bucket, in the order of their keys")
  public Listing list(
      @Parameter(description = "What the keys begin with; at least a folder") @QueryParam("prefix")
          Optional<String> prefix,
      @Parameter(description = "Only keys after this one") @QueryParam("after")
          Optional<String> after) {
    String begin = ObjectKey.requirePrefix(prefix.orElse(""));
    if (begin.isEmpty()) {
      throw BadInputException.of(
          "query-invalid",
          "Required ?prefix= with at least a folder; found none.",
          "Send for example ?prefix=derivatives/.");
    }
    try (Stream<StoredObject> all = store.list(begin)) {
      List<Listed> page =
          all.filter(object -> isAfter(object.key(), after.orElse("")))
              .limit(PAGE + 1)
              .map(object -> new Listed(object.key(), object.size(), object.lastModified()))
              .toList();
      return page.size() > PAGE
          ? new Listing(page.subList(0, PAGE), Optional.of(page.get(PAGE - 1).key()))
          : new Listing(page, Optional.empty());
    }
  }

  /** S3 lists keys in the order of their UTF-8 bytes. */
  private static boolean isAfter(String key, String after) {
    return Arrays.compareUnsigned(
            key.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8))
        > 0;
  }

  @GET
  @Path("/{key: .+}")
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "Download an object, whole or one range of bytes")
  public Response download(
      @PathParam("key") String key,
      @Parameter(hidden = true) @HeaderParam("Range") Optional<String> range,
      @Parameter(hidden = true) @HeaderParam("If-None-Match") Optional<String> known) {
    StoredObject object =
        store
            .find(ObjectKey.require(key))
            .orElseThrow(
                () ->
                    BadInputException.of(
                        "object-missing",
                        "Nothing lies in the bucket under this key.",
                        "List what does with GET /api/objects?prefix=."));
    String etag = "\"" + object.etag() + "\"";
    if (known.isPresent() && known.get().equals(etag)) {
      return Response.notModified().header("ETag", etag).build();
    }
    Optional<ByteRange> part = range.flatMap(text -> ByteRange.of(text, object.size()));
    if (part.isPresent() && part.get().isEmpty()) {
      return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
          .header("Content-Range", "bytes */" + object.size())
          .build();
    }
    Response.ResponseBuilder answer =
        part.isPresent()
            ? Response.status(Response.Status.PARTIAL_CONTENT)
                .entity(part.get().of(store.open(key)))
                .header("Content-Range", part.get().header(object.size()))
                .header("Content-Length", part.get().length())
            : Response.ok(store.open(key)).header("Content-Length", object.size());
    String name = key.substring(key.lastIndexOf('/') + 1);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    boolean page = extension.equals("html");
    boolean shown = !page || OURS.stream().anyMatch(key::startsWith);
    return answer
        .type(
            shown
                ? SHOWN.getOrDefault(extension, MediaType.APPLICATION_OCTET_STREAM)
                : MediaType.APPLICATION_OCTET_STREAM)
        .header("ETag", etag)
        .header("Accept-Ranges", "bytes")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", page ? Pages.POLICY : "sandbox; default-src 'none'")
        .build();
  }

  /** A stretch of bytes of an object, both ends counted. */
  record ByteRange(long first, long last) {
    /** Empty, so the whole is sent, if the header is none that is understood here. */
    static Optional<ByteRange> of(String header, long size) {
      if (!header.matches("bytes=([0-9]{1,18})?-([0-9]{1,18})?") || header.equals("bytes=-")) {
        return Optional.empty();
      }
      String[] ends = header.substring("bytes=".length()).split("-", -1);
      if (ends[0].isEmpty()) {
        return Optional.of(new ByteRange(Math.max(0, size - Long.parseLong(ends[1])), size - 1));
      }
      long last = ends[1].isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(ends[1]));
      return Optional.of(new ByteRange(Long.parseLong(ends[0]), last));
    }

    boolean isEmpty() {
      return first > last;
    }

    long length() {
      return last - first + 1;
    }

    String header(long size) {
      return "bytes " + first + "-" + last + "/" + size;
    }

    InputStream of(InputStream whole) {
      try {
        whole.skipNBytes(first);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new LimitedStream(whole, length());
    }
  }
}
