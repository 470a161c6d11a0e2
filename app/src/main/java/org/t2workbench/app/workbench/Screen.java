package org.t2workbench.app.workbench;

import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;

/**
 * One entry of the navigation rail.
 *
 * @param id a stable name, also the node id of its button ({@code rail-ID})
 * @param content built once, kept while the window lives
 * @param onShown called each time the screen comes to the front
 * @param focus puts the keyboard where it starts, when all of the screen is there
 * @param onHidden called each time another one takes its place
 */
public record Screen(
        String id, String title, Ikon icon, Parent content, Runnable onShown, Runnable focus, Runnable onHidden) {}
