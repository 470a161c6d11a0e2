package org.t2workbench.core.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

/** Everything that can be trained, on the tiny model, with its parameters within reach of a test. */
record TrainableProbe(
        LanguageModel model,
        Decomposition decomposition,
        Trainable trainable,
        GradientPass pass,
        int count,
        IntFunction<float[]> get,
        BiConsumer<Integer, float[]> set,
        Supplier<List<double[]>> gradient) {

    enum Kind {
        DIRECT_GAINS,
        SIGMOID_GAINS,
        LORA,
        LORA_WITH_DROPOUT,
        IA3
    }

    static void with(Path folder, Kind kind, MatrixSelection selection, Consumer<TrainableProbe> body) {
        with(folder, Dtype.F64, kind, selection, body);
    }

    static void with(Path folder, Dtype dtype, Kind kind, MatrixSelection selection, Consumer<TrainableProbe> body) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            ModelFolder written = ModelFolder.open(TinyModel.write(engine, folder.resolve("model")));
            try (LanguageModel model =
                            LanguageModel.open(engine, written, dtype, Progress.NONE, new CancellationToken());
                    Decomposition decomposition = Decomposition.open(
                            engine, written, dtype, new DecompositionStore(folder.resolve("store")))) {
                with(model, decomposition, kind, selection, body);
            }
        }
    }

    static void with(
            LanguageModel model,
            Decomposition decomposition,
            Kind kind,
            MatrixSelection selection,
            Consumer<TrainableProbe> body) {
        List<MatrixInfo> matrices = selection.of(model.matrices());
        Dtype dtype = model.dtype() == Dtype.F64 ? Dtype.F64 : Dtype.F32;
        switch (kind) {
            case DIRECT_GAINS, SIGMOID_GAINS -> {
                Parametrisation form = kind == Kind.DIRECT_GAINS ? Parametrisation.DIRECT : Parametrisation.SIGMOID;
                try (TrainableGains gains = new TrainableGains(model, decomposition, matrices, form, dtype, 3)) {
                    body.accept(of(model, decomposition, gains));
                }
            }
            case IA3 -> {
                try (TrainableIa3 ia3 = new TrainableIa3(model, matrices, dtype)) {
                    body.accept(of(model, decomposition, ia3));
                }
            }
            case LORA, LORA_WITH_DROPOUT -> {
                LoraSettings settings = new LoraSettings(3, 5, kind == Kind.LORA ? 0 : 0.3);
                try (TrainableLora lora = new TrainableLora(model, matrices, settings, dtype, 3)) {
                    body.accept(of(model, decomposition, lora));
                }
            }
        }
    }

    private static TrainableProbe of(LanguageModel model, Decomposition decomposition, TrainableScales scales) {
        List<MatrixInfo> matrices = scales.matrices();
        return new TrainableProbe(
                model,
                decomposition,
                scales,
                scales.pass(),
                matrices.size(),
                k -> scales.raw().get(matrices.get(k).name()),
                scales::setRaw,
                scales::gradient);
    }

    private static TrainableProbe of(LanguageModel model, Decomposition decomposition, TrainableLora lora) {
        int half = lora.matrices().size();
        return new TrainableProbe(
                model,
                decomposition,
                lora,
                lora.pass(),
                2 * half,
                k -> k < half ? lora.b(k) : lora.a(k - half),
                (k, values) -> {
                    if (k < half) {
                        lora.setB(k, values);
                    } else {
                        lora.setA(k - half, values);
                    }
                },
                lora::gradient);
    }

    /** Moves every parameter away from the start, where KL and its gradient are 0. */
    void scatter(Random random) {
        scatter(random, 0.3);
    }

    /** By normal numbers of this deviation. */
    void scatter(Random random, double deviation) {
        for (int k = 0; k < count; k++) {
            float[] values = get.apply(k);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (deviation * random.nextGaussian());
            }
            set.accept(k, values);
        }
    }

    /** Three answers of unlike lengths. */
    static List<TaskAnswer> answers(Random random) {
        return List.of(answer(random, 4, 5), answer(random, 2, 3), answer(random, 3, 1));
    }

    private static TaskAnswer answer(Random random, int promptLength, int length) {
        int[] prompt = random.ints(promptLength, 0, TinyModel.VOCABULARY).toArray();
        int[] tokens = random.ints(length, 0, TinyModel.VOCABULARY).toArray();
        return new TaskAnswer(new TaskItem("", "", "", ""), prompt, tokens, true, "", Grade.NONE);
    }
}
