package org.t2workbench.app.model;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.control.TokenFlow;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.GradualColumn;
import org.t2workbench.app.workbench.TokenPiece;

/** The tokenizer playground: a text, its tokens, their ids, and the same text in the chat template. */
final class TokenizerPane extends VBox {

    private static final double INPUT_HEIGHT = 62;

    private final Strings strings;
    private final TokenFlow flow = new TokenFlow();
    private final Label ids = new Label();
    private final Card card;

    TokenizerPane(ModelViewModel viewModel, Strings strings) {
        super(12);
        this.strings = strings;
        TextArea input = new TextArea();
        input.setId("tokenizer-input");
        input.setAccessibleText(strings.get("model.tokenizer"));
        input.setWrapText(true);
        input.getStyleClass().addAll("mono", "prompt");
        input.setMinHeight(INPUT_HEIGHT);
        input.setPrefHeight(INPUT_HEIGHT);
        input.setMaxHeight(INPUT_HEIGHT);
        input.textProperty().bindBidirectional(viewModel.textProperty());
        flow.setId("tokenizer-tokens");
        ids.setWrapText(true);
        ids.getStyleClass().addAll("muted", "mono-small");
        CheckBox special = new CheckBox(strings.get("model.tokenizer.special"));
        special.selectedProperty().bindBidirectional(viewModel.specialTokensProperty());
        VBox body = new GradualColumn(10, input, scroll(new VBox(10, flow, ids)));
        body.getStyleClass().add("card-body");
        VBox.setVgrow(body.getChildren().get(1), Priority.ALWAYS);
        card = new Card(strings.get("model.tokenizer"), body).atEnd(special);
        VBox.setVgrow(card, Priority.ALWAYS);
        Label chat = new Label();
        chat.setId("chat-preview");
        chat.getStyleClass().add("mono");
        chat.setWrapText(true);
        chat.textProperty()
                .bind(Bindings.when(viewModel.chatPreviewProperty().isEmpty())
                        .then(strings.get("model.chat.none"))
                        .otherwise(viewModel.chatPreviewProperty()));
        HBox chatBody = new HBox(scroll(chat));
        HBox.setHgrow(chatBody.getChildren().get(0), Priority.ALWAYS);
        chatBody.setAlignment(Pos.TOP_LEFT);
        chatBody.getStyleClass().add("card-body");
        Card chatCard = new Card(strings.get("model.chat"), chatBody);
        chatCard.noteProperty().set(strings.get("model.chat.note"));
        VBox.setVgrow(chatCard, Priority.SOMETIMES);
        chatCard.setMinHeight(130);
        getChildren().setAll(card, chatCard);
        viewModel.piecesProperty().addListener((property, before, now) -> show(now));
        show(viewModel.piecesProperty().get());
    }

    private static Node scroll(Region content) {
        ScrollPane scroll = new Scroller(content);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.setMinHeight(0);
        return scroll;
    }

    private void show(List<TokenPiece> pieces) {
        List<TokenFlow.Token> tokens = new ArrayList<>();
        StringBuilder numbers = new StringBuilder();
        for (TokenPiece piece : pieces) {
            TokenFlow.Mark mark = tokens.size() % 2 == 0 ? TokenFlow.Mark.EVEN : TokenFlow.Mark.ODD;
            tokens.add(new TokenFlow.Token(piece.text(), 0, piece.special() ? TokenFlow.Mark.SPECIAL : mark));
            numbers.append(numbers.isEmpty() ? "" : "  ").append(piece.id());
        }
        flow.setTokens(tokens);
        ids.setText(numbers.toString());
        card.noteProperty().set(pieces.isEmpty() ? "" : strings.get("model.tokenizer.count", pieces.size()));
    }
}
