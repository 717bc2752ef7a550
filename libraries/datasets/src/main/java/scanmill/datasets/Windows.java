package scanmill.datasets;

import java.util.List;
import scanmill.volumes.GridShape;
import scanmill.volumes.Window;

/** How a grid is cut: always alike for the same shape. Thread-safe. */
@FunctionalInterface
public interface Windows {

  /** The windows of a grid in a fixed order, all of one shape; they may reach beyond the grid. */
  List<Window> over(GridShape grid);
}
