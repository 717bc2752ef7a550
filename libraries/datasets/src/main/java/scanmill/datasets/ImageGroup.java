package scanmill.datasets;

import java.util.List;
import java.util.Optional;

/**
 * Images that become the channels of one scan.
 *
 * @param channels in their order, empty where one is missing; at least one is there
 */
record ImageGroup(List<Optional<BidsFile>> channels) {

  static ImageGroup of(BidsFile image) {
    return new ImageGroup(List.of(Optional.of(image)));
  }

  List<BidsFile> images() {
    return channels.stream().flatMap(Optional::stream).toList();
  }

  /** The image of the first channel that is there; it lends the scan its name. */
  BidsFile first() {
    return images().get(0);
  }
}
