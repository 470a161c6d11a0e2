package org.t2workbench.core.checkpoint.gguf;

import java.util.EnumMap;
import java.util.Map;
import org.t2workbench.core.checkpoint.StoredWeights;

/** Which type most of a file's weights are stored in, counted in elements. */
record GgufStorage(GgmlType main, boolean quantised) {

    static GgufStorage of(GgufFile file) {
        Map<GgmlType, Long> elements = new EnumMap<>(GgmlType.class);
        for (GgufTensor tensor : file.header().tensors().values()) {
            elements.merge(tensor.type(), tensor.rows() * tensor.rowElements(), Long::sum);
        }
        GgmlType main = elements.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(GgmlType.F32);
        return new GgufStorage(main, elements.keySet().stream().anyMatch(GgmlType::isQuantised));
    }

    /** The type a folder with the same values would say it is stored in. */
    String torchName() {
        if (quantised) {
            return "float32";
        }
        return switch (main) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> "float32";
        };
    }

    StoredWeights described() {
        return new StoredWeights(main.label(), quantised);
    }
}
