package scanmill.cli;

import java.io.IOException;
import java.nio.file.Path;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.testsupport.Phantom;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.Nifti;

/** The phantoms of the demonstration, on this person's disk. */
final class DemoData {
  private static final int SUBJECTS = 10;
  private static final int SEED = 1;
  private static final int PEOPLE = 100_000;

  private final Path folder;
  private final PhantomDataset phantoms =
      new PhantomDataset(SUBJECTS, SEED)
          .with(PhantomContrast.T1W, PhantomContrast.T2W, PhantomContrast.T2STAR);

  /**
   * Somebody who is not in the dataset.
   *
   * @param scan its BIDS name
   * @param labels the truth, on the grid of the image
   */
  record Unseen(String scan, Path image, Path labels) {}

  DemoData(Path folder) {
    this.folder = folder;
  }

  Path dataset() {
    return folder.resolve("dataset");
  }

  /** Writes the dataset; the same bytes every time. */
  void makeDataset() {
    try {
      phantoms.write(dataset());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Writes a scan of somebody new and its truth, in T2w. */
  Unseen makeUnseen(String subject) {
    Phantom person =
        phantoms.unseen(Math.floorMod(subject.hashCode(), PEOPLE), PhantomContrast.T2W);
    String scan = "sub-" + subject + "_" + PhantomContrast.T2W.suffix();
    Unseen unseen =
        new Unseen(
            scan,
            folder.resolve("unseen").resolve(scan + ".nii.gz"),
            folder.resolve("unseen").resolve(scan + "_dseg.nii.gz"));
    try {
      PhantomDataset.writeImage(unseen.image(), person);
      Nifti.write(unseen.labels(), person.cord());
    } catch (IOException e) {
      throw unwritable(e);
    }
    return unseen;
  }

  private BadInputException unwritable(IOException e) {
    return new BadInputException(
        new Problem(
            "data-folder-unusable",
            "Could not write into " + folder + ": " + e.getMessage() + ".",
            "See that the folder can be written to and the disk has room."),
        e);
  }
}
