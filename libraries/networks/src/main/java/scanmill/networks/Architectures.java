package scanmill.networks;

import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.specs.Catalog;

/** All architectures, by ivadomed's names where it has them. */
public final class Architectures {
  public static final Catalog<Architecture> CATALOG = Catalog.of("architecture", types());

  private Architectures() {}

  private static Map<String, Class<? extends Architecture>> types() {
    Map<String, Class<? extends Architecture>> types = new LinkedHashMap<>();
    types.put("Unet", UNet.class);
    types.put("FiLMedUnet", FilmedUNet.class);
    types.put("Modified3DUNet", Modified3dUNet.class);
    types.put("UNet3D", Modified3dUNet.class);
    types.put("HeMISUnet", HemisUNet.class);
    types.put("Countception", Countception.class);
    types.put("ResidualEncoderUnet", ResidualEncoderUNet.class);
    types.put("resnet18", Resnet18.class);
    types.put("densenet121", Densenet121.class);
    return types;
  }
}
