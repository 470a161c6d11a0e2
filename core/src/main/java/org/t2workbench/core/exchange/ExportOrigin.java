package org.t2workbench.core.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Mixture;

/**
 * Where an export comes from: the model and the mixture. It lies beside what is exported as {@code t2_export.json}, which
 * other tools pass over.
 */
record ExportOrigin(BaseModel base, Mixture mixture) {

    static final String FILE = "t2_export.json";

    private static final JsonMapper JSON = new JsonMapper();

    void write(Path folder) {
        ObjectNode root = JSON.createObjectNode().put("format", "t2-export/1");
        ObjectNode model = root.putObject("base_model").put("name", base.name());
        base.fingerprint().ifPresent(fingerprint -> model.put("fingerprint", fingerprint));
        root.setAll(experts());
        AtomicFile.writeText(folder.resolve(FILE), root.toPrettyString() + "\n");
    }

    /** The mixture's form, experts and α. */
    ObjectNode experts() {
        ObjectNode root = JSON.createObjectNode().put("form", mixture.form().label());
        ArrayNode experts = root.putArray("experts");
        for (Mixture.Share share : mixture.shares()) {
            ObjectNode expert = experts.addObject().put("name", share.adapter().name());
            expert.put("vectors", share.adapter().fingerprint());
            expert.set("alpha", JSON.valueToTree(share.alpha().json()));
        }
        return root;
    }
}
