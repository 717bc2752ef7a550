package scanmill.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import scanmill.volumes.DataType;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Orientation;

/**
 * A small BIDS dataset of imaginary necks with the masks of an imaginary expert, as ivadomed trains
 * on: {@code derivatives/labels/…/…_seg-manual.nii.gz} holds the cord, {@code
 * …_gmseg-manual.nii.gz} its grey matter.
 *
 * <p>Every second subject comes from the other institution, and axes point differently from subject
 * to subject. The same dataset has the same bytes.
 *
 * @param subjects how many, at least 1; {@code sub-01} first
 * @param seed who they are
 * @param contrasts every subject has all of them
 * @param shape voxels along right, front and up
 */
public record PhantomDataset(
    int subjects, long seed, List<PhantomContrast> contrasts, GridShape shape) {
  private static final List<Orientation> ORIENTATIONS =
      List.of(
          Orientation.RAS,
          new Orientation("LPI"),
          new Orientation("LAS"),
          new Orientation("PIR"),
          new Orientation("RIA"));

  private static final int FIRST_UNSEEN = 1_000_000;

  public PhantomDataset {
    if (subjects < 1 || contrasts.isEmpty()) {
      throw new IllegalArgumentException("A dataset has at least one subject and one contrast");
    }
    contrasts = List.copyOf(contrasts);
  }

  /** Small scans in T1w only. */
  public PhantomDataset(int subjects, long seed) {
    this(subjects, seed, List.of(PhantomContrast.T1W), Phantoms.SMALL);
  }

  /** The same people in these contrasts. */
  public PhantomDataset with(PhantomContrast... others) {
    return new PhantomDataset(subjects, seed, List.of(others), shape);
  }

  /** Writes a small T1w dataset. */
  public static void write(Path root, int subjects, long seed) throws IOException {
    new PhantomDataset(subjects, seed).write(root);
  }

  /** Writes the dataset into a folder, which is made if it is not there. */
  public void write(Path root) throws IOException {
    Path labels = root.resolve("derivatives/labels");
    Files.createDirectories(labels);
    describe(root, "Phantoms", "raw");
    describe(labels, "Phantom masks", "derivative");
    StringBuilder participants =
        new StringBuilder("participant_id\tinstitution_id\tmanufacturer\tage\n");
    for (int n = 0; n < subjects; n++) {
      PhantomScanner scanner = scanner(n);
      String subject = String.format(Locale.ROOT, "sub-%02d", n + 1);
      participants.append(
          String.format(
              Locale.ROOT,
              "%s\t%s\t%s\t%d\n",
              subject,
              scanner.institution(),
              scanner.manufacturer(),
              20 + Math.floorMod(personSeed(n), 50)));
      for (PhantomContrast contrast : contrasts) {
        write(root, labels, subject, scan(n, contrast));
      }
    }
    Files.writeString(root.resolve("participants.tsv"), participants);
  }

  /** The scan of a subject of the dataset, counted from 0. */
  public Phantom scan(int subject, PhantomContrast contrast) {
    return Phantoms.scan(
        personSeed(subject),
        contrast,
        scanner(subject),
        shape,
        ORIENTATIONS.get(Math.floorMod(subject, ORIENTATIONS.size())));
  }

  /** Somebody who is not in the dataset, however large it is. */
  public Phantom unseen(int person, PhantomContrast contrast) {
    return scan(FIRST_UNSEEN + person, contrast);
  }

  /** Somebody who is in no dataset of this seed, in T1w. */
  public static Phantom unseen(long seed) {
    return new PhantomDataset(1, seed).unseen(0, PhantomContrast.T1W);
  }

  /** Stores a scan as scanners do, in 16-bit integers. */
  public static void writeImage(Path path, Phantom scan) throws IOException {
    Nifti.write(path, scan.image(), NiftiHeader.of(scan.image().grid()), DataType.INT16);
  }

  private static PhantomScanner scanner(int subject) {
    return subject % 2 == 0 ? PhantomScanner.NORTH : PhantomScanner.SOUTH;
  }

  private long personSeed(int subject) {
    return seed * 1_000_003 + subject * 7919L;
  }

  private static void write(Path root, Path labels, String subject, Phantom scan)
      throws IOException {
    String stem = subject + "_" + scan.contrast().suffix();
    Path folder = root.resolve(subject).resolve("anat");
    writeImage(folder.resolve(stem + ".nii.gz"), scan);
    Files.writeString(folder.resolve(stem + ".json"), sidecar(scan));
    Path masks = labels.resolve(subject).resolve("anat");
    writeMask(masks.resolve(stem + "_seg-manual.nii.gz"), scan.cord());
    writeMask(masks.resolve(stem + "_gmseg-manual.nii.gz"), scan.greyMatter());
  }

  private static void writeMask(Path path, LabelMap mask) throws IOException {
    Nifti.write(path, mask);
  }

  private static String sidecar(Phantom scan) {
    return String.format(
        Locale.ROOT,
        """
        {
          "Manufacturer": "%s",
          "InstitutionName": "%s",
          "MagneticFieldStrength": %s,
          "RepetitionTime": %s,
          "EchoTime": %s,
          "FlipAngle": 20
        }
        """,
        scan.scanner().manufacturer(),
        scan.scanner().institution(),
        scan.scanner().tesla(),
        scan.contrast().repetitionMs() / 1000,
        scan.contrast().echoMs() / 1000);
  }

  private static void describe(Path folder, String name, String type) throws IOException {
    Files.writeString(
        folder.resolve("dataset_description.json"),
        String.format(
            Locale.ROOT,
            """
            {
              "Name": "%s",
              "BIDSVersion": "1.9.0",
              "DatasetType": "%s",
              "GeneratedBy": [{"Name": "scanmill phantoms"}],
              "License": "CC0"
            }
            """,
            name,
            type));
  }
}
