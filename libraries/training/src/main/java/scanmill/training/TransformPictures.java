package scanmill.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.configuration.TransformEntry;
import scanmill.datasets.BidsScan;
import scanmill.datasets.ScanReader;
import scanmill.engine.Seed;
import scanmill.ids.ScanId;
import scanmill.models.Network;
import scanmill.models.Preparation;
import scanmill.problems.BadInputException;
import scanmill.transforms.Placed;
import scanmill.transforms.Sample;
import scanmill.transforms.Transforms;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Patch;
import scanmill.volumes.SlicePicture;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * What the transforms of training make of slices of an image, one after the other, for people to
 * judge them: {@code <T1>_<T2>_slice<k>.png} has the slice as it is on the left and after the first
 * two transforms on the right.
 *
 * <p>Done by what prepares samples for a network, drawn from the configuration's seed. {@code
 * NormalizeDataset} without numbers is left out: they come from a whole training set.
 */
public final class TransformPictures {
  private static final int GAP = 8;
  private static final long CHOICE = 0x736C69;

  private TransformPictures() {}

  /**
   * Writes pictures.
   *
   * @param region of interest, on the image's grid, for crops around it
   * @param slices how many, chosen by the seed
   * @param folder made if it is not there
   * @return the files, slice by slice
   * @throws BadInputException {@code transforms-none} if no transform acts in training; or what is
   *     wrong with the image
   */
  public static List<Path> write(
      Config config, Path image, Optional<Path> region, int slices, Path folder)
      throws IOException {
    Sample sample = read(image, region);
    List<TransformEntry> acting = acting(config);
    if (acting.isEmpty()) {
      throw BadInputException.of(
          "transforms-none",
          "transformation: required a transform that acts in training; found none.",
          "Name one, or add \"training\" to its dataset_type.");
    }
    Files.createDirectories(folder);
    Sample oriented = Preparation.of(upTo(config, List.of())).oriented(sample);
    GridShape shape = oriented.grid().shape();
    List<Path> written = new ArrayList<>();
    for (int k : chosen(config, shape.k(), slices)) {
      BufferedImage before = picture(oriented.channels().get(0), k);
      for (int count = 1; count <= acting.size(); count++) {
        List<TransformEntry> first = acting.subList(0, count);
        BufferedImage after = after(upTo(config, first), sample, k, shape.k());
        String names = String.join("_", first.stream().map(TransformEntry::name).toList());
        Path file = folder.resolve(names + "_slice" + k + ".png");
        ImageIO.write(beside(before, after), "png", file.toFile());
        written.add(file);
      }
    }
    return List.copyOf(written);
  }

  private static Sample read(Path image, Optional<Path> region) throws IOException {
    ScanId id = ScanId.of("image", "image");
    return ScanReader.read(
        new BidsScan(id, List.of(Optional.of(image)), List.of(), region, Map.of()));
  }

  private static List<TransformEntry> acting(Config config) {
    return config.transformation().entries().stream()
        .filter(entry -> entry.datasetTypes().contains(Phase.TRAINING))
        .filter(
            entry -> Transforms.CATALOG.read(entry.name(), entry.args(), entry.where()).isFitted())
        .toList();
  }

  /** The configuration with no other transforms than these. */
  private static Config upTo(Config config, List<TransformEntry> entries) {
    ObjectNode json = config.toJson();
    List<String> kept = entries.stream().map(TransformEntry::name).toList();
    if (json.path("transformation") instanceof ObjectNode all) {
      all.retain(kept);
    }
    return Config.parse(json, "config").config();
  }

  private static Set<Integer> chosen(Config config, int slices, int wanted) {
    Set<Integer> chosen = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(Seed.of(config.randomSeed(), CHOICE));
    while (chosen.size() < Math.min(wanted, slices)) {
      chosen.add(random.nextInt(slices));
    }
    return chosen;
  }

  /** The k-th of some slices as a network sees it, or where that lies if their number changes. */
  private static BufferedImage after(Config config, Sample sample, int k, int slices) {
    Preparation preparation = Preparation.of(config, Phase.TRAINING);
    Sample prepared = preparation.prepare(sample);
    GridShape shape = prepared.grid().shape();
    int at = Math.min(shape.k() - 1, (int) ((long) k * shape.k() / slices));
    boolean flat = Network.dimensions(config) == 2;
    Sample window = flat ? cut(prepared, Window.slice(shape, at)) : prepared;
    SplittableRandom random = new SplittableRandom(Seed.of(config.randomSeed(), k));
    for (Placed transform : preparation.onWindows(Phase.TRAINING)) {
      window = transform.apply(window, random);
    }
    return picture(window.channels().get(0), flat ? 0 : at);
  }

  private static Sample cut(Sample sample, Window window) {
    Grid grid = sample.grid().window(window);
    List<Volume> cut = new ArrayList<>();
    for (Volume channel : sample.channels()) {
      cut.add(new Volume(grid, Patch.of(channel.data(), channel.shape(), window)));
    }
    return Sample.of(cut);
  }

  private static BufferedImage picture(Volume volume, int k) {
    GridShape shape = volume.shape();
    float[] slice = new float[shape.i() * shape.j()]; // (I, J)
    for (int i = 0; i < shape.i(); i++) {
      for (int j = 0; j < shape.j(); j++) {
        slice[i * shape.j() + j] = volume.data()[shape.index(i, j, k)];
      }
    }
    return SlicePicture.of(slice, List.of(), shape.i(), shape.j(), OptionalInt.empty());
  }

  private static BufferedImage beside(BufferedImage left, BufferedImage right) {
    BufferedImage both =
        new BufferedImage(
            left.getWidth() + GAP + right.getWidth(),
            Math.max(left.getHeight(), right.getHeight()),
            BufferedImage.TYPE_INT_RGB);
    copy(left, both, 0);
    copy(right, both, left.getWidth() + GAP);
    return both;
  }

  private static void copy(BufferedImage from, BufferedImage to, int x) {
    int width = from.getWidth();
    int height = from.getHeight();
    to.setRGB(x, 0, width, height, from.getRGB(0, 0, width, height, null, 0, width), 0, width);
  }
}
