package org.t2workbench.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;

/** Writes a command's result record as one JSON document with snake-case keys; what is undefined is null. */
final class JsonOutput {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.ALWAYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonOutput() {}

    static void print(PrintStream out, Object document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new NullForNoNumber(MAPPER.createGenerator(text))) {
            MAPPER.writeValue(generator, document);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a document: " + document.getClass(), e);
        }
        out.println(text);
        out.flush();
    }

    /** JSON has no word for NaN and infinity, which come where a model's numbers run over. */
    private static final class NullForNoNumber extends JsonGeneratorDelegate {

        NullForNoNumber(JsonGenerator generator) {
            super(generator, false);
        }

        @Override
        public void writeNumber(double value) throws IOException {
            if (Double.isFinite(value)) {
                super.writeNumber(value);
            } else {
                writeNull();
            }
        }

        @Override
        public void writeNumber(float value) throws IOException {
            if (Float.isFinite(value)) {
                super.writeNumber(value);
            } else {
                writeNull();
            }
        }

        @Override
        public void writeArray(double[] values, int offset, int length) throws IOException {
            writeStartArray(values, length);
            for (int i = offset; i < offset + length; i++) {
                writeNumber(values[i]);
            }
            writeEndArray();
        }
    }
}
