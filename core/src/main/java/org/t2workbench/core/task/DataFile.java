package org.t2workbench.core.task;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Reads a data file row by row: JSON lines, a JSON list of objects, or a table with a head line (CSV, or TSV by its
 * name), packed with gzip or not. Only one row at a time is in memory.
 */
final class DataFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Python writes Infinity and NaN; MBPP+ has them
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final ObjectReader ONE_OF_MANY =
            JSON.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectReader TABLE = CsvMapper.builder()
            .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build()
            .readerFor(JsonNode.class);

    private final Path file;
    private final DataLimits limits;

    DataFile(Path file, DataLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    /**
     * @param sink gets every row in order
     * @return SHA-256 of the unpacked content
     * @throws InvalidInputException when the file is malformed, with the line, or beyond its limits
     * @throws WorkbenchException when it cannot be read
     */
    byte[] read(Consumer<DataRow> sink) {
        try (DataStream in = DataStream.open(file, limits)) {
            String name = plainName();
            if (name.endsWith(".csv") || name.endsWith(".tsv")) {
                readTable(in, name.endsWith(".tsv") ? '\t' : ',', sink);
            } else if (name.endsWith(".json")) {
                readValues(in, sink);
            } else {
                readLines(in, sink);
            }
            return in.digest();
        } catch (ZipException e) {
            throw new InvalidInputException(
                    "The packed data file " + file + " is damaged: " + e.getMessage() + ".", file, e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("The data file " + file + " is not UTF-8 text.", file, e);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw malformed(place == null ? 1 : place.getLineNr(), e);
        } catch (IOException e) {
            throw new WorkbenchException("The data file " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        }
    }

    private String plainName() {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    }

    private void readLines(DataStream in, Consumer<DataRow> sink) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long line = 0;
        int next;
        do {
            line++;
            in.startRow();
            bytes.reset();
            next = buffered.read();
            while (next >= 0 && next != '\n') {
                bytes.write(next);
                if (bytes.size() > limits.rowBytes()) {
                    throw in.tooLongRow();
                }
                next = buffered.read();
            }
            String text = decoded(bytes.toByteArray(), line);
            if (!text.isBlank()) {
                sink.accept(row(line, text));
            }
        } while (next >= 0);
    }

    private String decoded(byte[] bytes, long line) {
        try {
            return strict().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("Line " + line + " of " + file + " is not UTF-8 text.", file, e);
        }
    }

    private DataRow row(long line, String text) {
        try {
            return row(line, JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw malformed(line, e);
        }
    }

    private DataRow row(long line, JsonNode value) {
        if (!value.isObject()) {
            throw new InvalidInputException("Line " + line + " of " + file + " is no JSON object.", file);
        }
        return new DataRow(file, line, value);
    }

    /** A list of objects, or objects one after another on as many lines as they like. */
    private void readValues(DataStream in, Consumer<DataRow> sink) throws IOException {
        try (JsonParser parser = JSON.createParser(new InputStreamReader(in, strict()))) {
            JsonToken token = parser.nextToken();
            boolean list = token == JsonToken.START_ARRAY;
            if (list) {
                token = parser.nextToken();
            }
            while (token != null && token != JsonToken.END_ARRAY) {
                in.startRow();
                long line = parser.currentTokenLocation().getLineNr();
                sink.accept(row(line, ONE_OF_MANY.<JsonNode>readValue(parser)));
                token = parser.nextToken();
            }
            if (list && token == null) {
                throw new InvalidInputException("The list in " + file + " has no end; was the file cut off?", file);
            }
            if (list && parser.nextToken() != null) {
                throw malformed(
                        parser.currentTokenLocation().getLineNr(), "something follows the end of the list", null);
            }
        }
    }

    private void readTable(DataStream in, char separator, Consumer<DataRow> sink) throws IOException {
        CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
        try (MappingIterator<JsonNode> rows = TABLE.with(schema).readValues(new InputStreamReader(in, strict()))) {
            while (rows.hasNextValue()) {
                in.startRow();
                long line = rows.getParser().currentLocation().getLineNr();
                sink.accept(new DataRow(file, line, rows.nextValue()));
            }
        }
    }

    private static CharsetDecoder strict() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private InvalidInputException malformed(long line, JsonProcessingException e) {
        return malformed(line, JsonFile.reason(e), e);
    }

    private InvalidInputException malformed(long line, String what, @Nullable Throwable cause) {
        String message = "Line " + line + " of " + file + " is malformed: " + what + ".";
        return new InvalidInputException(message, file, cause);
    }
}
