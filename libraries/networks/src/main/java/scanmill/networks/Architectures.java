package scanmill.networks;

import java.util.List;
import java.util.Map;
import scanmill.specs.Catalog;

/** All architectures, by ivadomed's names. */
public final class Architectures {
  public static final Catalog<Architecture> CATALOG =
      Catalog.<Architecture>of("architecture", Map.of("Unet", UNet.class))
          .notBuilt(
              List.of(
                  "FiLMedUnet",
                  "Modified3DUNet",
                  "UNet3D",
                  "HeMISUnet",
                  "Countception",
                  "resnet18",
                  "densenet121"));

  private Architectures() {}
}
