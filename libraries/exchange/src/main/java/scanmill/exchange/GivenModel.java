package scanmill.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.engine.OnnxEnding;
import scanmill.models.Provenance;

/**
 * What a folder of a model holds, before anything is made of it.
 *
 * @param kind in words, {@code "a package of ivadomed"}
 * @param notes what had to be mapped or left out
 * @param onnx the network for ONNX Runtime
 * @param torch weights or a whole network as PyTorch keeps it
 * @param safetensors the weights by name
 * @param ending what is to be put behind {@code onnx}
 * @param conditioning made of what another tool kept in another form
 * @param further files that go along unchanged
 * @param within folders of packages that find for it, or are asked with it
 */
record GivenModel(
    String kind,
    String name,
    Config config,
    List<String> notes,
    Optional<Path> onnx,
    Optional<Path> torch,
    Optional<Path> safetensors,
    Optional<OnnxEnding> ending,
    Optional<Provenance> provenance,
    Optional<ObjectNode> conditioning,
    List<Path> further,
    List<Path> within) {

  GivenModel {
    notes = List.copyOf(notes);
    further = List.copyOf(further);
    within = List.copyOf(within);
  }
}
