package org.t2workbench.app.spectra;

import org.t2workbench.app.workbench.MixtureSetting;

/**
 * What is laid over the base spectrum.
 *
 * @param follows whether it is the mixture of the sliders, whatever that is now
 */
public record Overlay(String name, MixtureSetting mixture, boolean follows) {

    @Override
    public String toString() {
        return name;
    }
}
