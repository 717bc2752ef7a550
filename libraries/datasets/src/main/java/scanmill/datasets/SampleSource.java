package scanmill.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Window;

/** A fixed list of samples, each cut from a prepared scan when it is asked for. Thread-safe. */
public final class SampleSource {
  private final PreparedScans scans;
  private final List<Place> places;

  private record Place(int scan, Window window) {}

  private SampleSource(PreparedScans scans, List<Place> places) {
    this.scans = scans;
    this.places = List.copyOf(places);
  }

  /**
   * Cuts every scan into windows and keeps those that pass a filter.
   *
   * @param windows of a grid: its slices, its patches or the whole of it
   */
  public static SampleSource of(
      PreparedScans scans, Function<GridShape, List<Window>> windows, SampleFilter filter) {
    List<Place> places = new ArrayList<>();
    for (int scan = 0; scan < scans.size(); scan++) {
      for (Window window : windows.apply(scans.grid(scan).shape())) {
        if (filter.equals(SampleFilter.NONE) || filter.test(scans.cut(scan, window))) {
          places.add(new Place(scan, window));
        }
      }
    }
    return new SampleSource(scans, places);
  }

  /** Number of samples. */
  public int size() {
    return places.size();
  }

  /** One sample, a copy. */
  public Sample get(int index) {
    Place place = places.get(index);
    return scans.cut(place.scan(), place.window());
  }
}
