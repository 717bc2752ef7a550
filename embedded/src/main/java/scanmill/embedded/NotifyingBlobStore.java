package scanmill.embedded;

import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Tells of every change after it is done. A notice that cannot be given fails no request. */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private static final Logger LOG = Logger.getLogger("scanmill.bucket");
  private static final String OWN_PREFIX = ".s3proxy-";

  private final ObjectNotices notices;

  NotifyingBlobStore(BlobStore store, ObjectNotices notices) {
    super(store);
    this.notices = notices;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    PutObjectResponse response = super.putBlob(request, body);
    created("Put", request.bucket(), request.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    created("Copy", request.destinationBucket(), request.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    created("CompleteMultipartUpload", request.bucket(), request.key());
    return response;
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    DeleteObjectResponse response = super.removeBlob(request);
    tell(
        new ObjectNotice(
            "s3:ObjectRemoved:Delete",
            request.bucket(),
            request.key(),
            0,
            "",
            "",
            Map.of(),
            Instant.now()));
    return response;
  }

  private void created(String act, String bucket, String key) {
    if (key.startsWith(OWN_PREFIX)) {
      return;
    }
    try {
      HeadObjectResponse head =
          delegate().blobMetadata(HeadObjectRequest.builder().bucket(bucket).key(key).build());
      if (head == null) {
        return; // removed again in the meantime
      }
      tell(
          new ObjectNotice(
              "s3:ObjectCreated:" + act,
              bucket,
              key,
              Optional.ofNullable(head.contentLength()).orElse(0L),
              Optional.ofNullable(head.eTag()).orElse("").replace("\"", ""),
              Optional.ofNullable(head.contentType()).orElse("application/octet-stream"),
              Optional.ofNullable(head.metadata()).orElse(Map.of()),
              Optional.ofNullable(head.lastModified()).orElseGet(Instant::now)));
    } catch (RuntimeException e) {
      LOG.warn("A change in the bucket was not told; the sweep will find it", e);
    }
  }

  private void tell(ObjectNotice notice) {
    if (notice.key().startsWith(OWN_PREFIX)) {
      return;
    }
    try {
      notices.hear(notice);
    } catch (RuntimeException e) {
      LOG.warn("A change in the bucket was not told; the sweep will find it", e);
    }
  }
}
