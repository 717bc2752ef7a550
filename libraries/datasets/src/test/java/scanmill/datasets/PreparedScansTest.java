package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

class PreparedScansTest {
  private static final GridShape SHAPE = new GridShape(3, 4, 5);

  @TempDir Path folder;

  @Test
  void spillsWhatIsBeyondItsBudget() throws IOException {
    long oneScan = 4L * SHAPE.length();
    try (PreparedScans scans = new PreparedScans(folder.resolve("cache"), 2 * oneScan)) {
      for (int n = 0; n < 4; n++) {
        scans.add(counted(n * 100));
      }
      try (var files = Files.list(folder.resolve("cache"))) {
        assertThat(files).hasSize(2);
      }
      for (int n = 0; n < 4; n++) {
        assertThat(scans.cut(n, Window.all(SHAPE)).channels().get(0).data()[7])
            .isEqualTo(n * 100 + 7);
      }
    }
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void leavesTheFilesOfOthersAlone() throws IOException {
    Path foreign = Files.writeString(folder.resolve("thesis.txt"), "ten years of work");
    PreparedScans scans = new PreparedScans(folder, 0);
    scans.add(counted(0));
    scans.close();
    assertThat(folder).isDirectoryContaining(path -> path.equals(foreign));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void writesOverWhatAKilledProcessLeft() throws IOException {
    PreparedScans killed = new PreparedScans(folder, 0);
    killed.add(counted(0));
    try (PreparedScans again = new PreparedScans(folder, 0)) {
      again.add(counted(50));
      assertThat(again.cut(0, Window.all(SHAPE)).channels().get(0).at(0, 0, 0)).isEqualTo(50);
    }
  }

  @Test
  void cutsAcrossPiecesOfALargeFile() throws IOException {
    float[] data = counted(0).channels().get(0).data();
    StoredChannel heap = StoredChannel.onHeap(SHAPE, data);
    for (int piece : new int[] {1, 12, 24, 30, 60}) {
      StoredChannel file =
          StoredChannel.inFile(SHAPE, data, folder.resolve("piece-" + piece), piece);
      for (Window window :
          List.of(
              Window.all(SHAPE),
              new Window(1, 1, 1, new GridShape(2, 3, 4)),
              new Window(2, 0, 3, new GridShape(1, 2, 2)))) {
        assertThat(file.cut(window)).isEqualTo(heap.cut(window));
      }
    }
  }

  @Test
  void fillsWithNothingWhatLiesBeyondTheGrid() {
    StoredChannel channel = StoredChannel.onHeap(new GridShape(2, 1, 1), new float[] {1, 2});
    assertThat(channel.cut(new Window(0, 0, 0, new GridShape(3, 2, 1))))
        .containsExactly(1, 2, 0, 0, 0, 0);
    assertThat(channel.cut(new Window(1, 0, 0, new GridShape(2, 1, 1)))).containsExactly(2, 0);
    assertThat(channel.cut(new Window(5, 0, 0, new GridShape(2, 1, 1)))).containsExactly(0, 0);
  }

  private static Sample counted(int from) {
    float[] data = new float[SHAPE.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = from + v;
    }
    return Sample.of(List.of(new Volume(Grid.of(SHAPE, new Spacing(1, 1, 1)), data)));
  }
}
