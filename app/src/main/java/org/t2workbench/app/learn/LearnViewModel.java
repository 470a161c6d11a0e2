package org.t2workbench.app.learn;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.ListChangeListener;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunRegistry;

/** The steps and which of them is in front. FX thread only. */
public final class LearnViewModel {

    /** Whether the steps have the model they speak of. */
    public enum Sample {
        OPEN,
        /** Some model is being opened. */
        OPENING,
        /** Another model is open, or none. */
        ELSEWHERE
    }

    private final Workspace workspace;
    private final LearnContext context;
    private final SvdStep svd;
    private final SpectrumStep spectrum;
    private final KeepStep keep;
    private final GainStep gain;
    private final ExpertStep expert;
    private final RewardStep reward;
    private final MixingStep mixing;
    private final PassesStep passes;
    private final CountsStep counts;
    private final List<LearnStep> steps;
    private final IntegerProperty index = new SimpleIntegerProperty(0);
    private final ReadOnlyObjectWrapper<Sample> sample = new ReadOnlyObjectWrapper<>(Sample.ELSEWHERE);
    private boolean active;

    /** @param registry where the training of a step is kept */
    public LearnViewModel(Workspace workspace, DialogService dialogs, RunRegistry registry, Strings strings) {
        this.workspace = workspace;
        this.context = new LearnContext(workspace, dialogs, strings);
        this.svd = new SvdStep(context);
        this.spectrum = new SpectrumStep(context);
        this.keep = new KeepStep(context);
        this.gain = new GainStep(context);
        this.expert = new ExpertStep(context);
        this.reward = new RewardStep(context, registry);
        this.mixing = new MixingStep(context);
        this.passes = new PassesStep(context);
        this.counts = new CountsStep(context);
        this.steps = List.of(svd, spectrum, keep, gain, expert, reward, mixing, passes, counts, LearnStep.STILL);
        index.addListener((property, before, now) -> turn(before.intValue(), now.intValue()));
        Runnable opened = workspace.inTurn(this::modelOpened);
        Runnable changed = workspace.inTurn(this::expertsChanged);
        workspace.modelProperty().addListener((property, before, now) -> opened.run());
        workspace.openJobProperty().addListener((property, before, now) -> look());
        workspace.experts().addListener((ListChangeListener<ExpertSummary>) change -> changed.run());
        modelOpened();
    }

    // Properties

    public LearnContext context() {
        return context;
    }

    public SvdStep svd() {
        return svd;
    }

    public SpectrumStep spectrum() {
        return spectrum;
    }

    public KeepStep keep() {
        return keep;
    }

    public GainStep gain() {
        return gain;
    }

    public ExpertStep expert() {
        return expert;
    }

    public RewardStep reward() {
        return reward;
    }

    public MixingStep mixing() {
        return mixing;
    }

    public PassesStep passes() {
        return passes;
    }

    public CountsStep counts() {
        return counts;
    }

    /** How many steps there are. */
    public int count() {
        return steps.size();
    }

    /** The step in front, from 0. */
    public IntegerProperty indexProperty() {
        return index;
    }

    /** Whether the step that trains is in front. */
    public boolean isRewardInFront() {
        return steps.get(index.get()) == reward;
    }

    public ReadOnlyObjectProperty<Sample> sampleProperty() {
        return sample.getReadOnlyProperty();
    }

    // Commands

    public boolean canGoOn() {
        return index.get() < steps.size() - 1;
    }

    public boolean canGoBack() {
        return index.get() > 0;
    }

    public void next() {
        if (canGoOn()) {
            index.set(index.get() + 1);
        }
    }

    public void previous() {
        if (canGoBack()) {
            index.set(index.get() - 1);
        }
    }

    /** The step in front as it begins. */
    public void reset() {
        steps.get(index.get()).reset();
    }

    /** Opens the model that the steps speak of. */
    public void openSample() {
        if (sample.get() == Sample.ELSEWHERE) {
            workspace.open(ModelSource.SAMPLE);
        }
    }

    /** The screen came to the front. */
    public void activate() {
        active = true;
        turn(index.get(), index.get());
    }

    /** The screen went to the back: it does not keep the compute thread busy; a training goes on. */
    public void deactivate() {
        active = false;
        steps.get(index.get()).deactivate();
    }

    private void turn(int from, int to) {
        if (from != to) {
            steps.get(from).deactivate();
        }
        if (active && sample.get() == Sample.OPEN) {
            steps.get(to).activate();
        }
    }

    private void modelOpened() {
        context.chooseFirst();
        look();
    }

    private void look() {
        ModelSummary model = workspace.model();
        boolean opening = workspace.openJobProperty().get() != null;
        boolean open = model != null && model.source().isSample();
        sample.set(open ? Sample.OPEN : opening ? Sample.OPENING : Sample.ELSEWHERE);
        turn(index.get(), index.get());
    }

    private void expertsChanged() {
        if (context.expertProperty().get() == null
                || !workspace.experts().contains(context.expertProperty().get())) {
            context.chooseFirst();
        }
    }
}
