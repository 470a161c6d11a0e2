package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.SafetensorsWriter.Entry;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;

/**
 * Decompositions on disk, one safetensors file per matrix under the matrix's fingerprint: {@code u} (m, r) and {@code
 * vt} (r, n) in F32, {@code sigma} (r) in F64, with a checksum of each. Files are written atomically, so several
 * processes may share a folder; a file that is broken or of another shape is deleted and counts as absent. The folder
 * may be deleted at any time.
 */
public final class DecompositionStore {

    private static final Logger LOG = LoggerFactory.getLogger(DecompositionStore.class);

    private static final String FORMAT = "t2-decomposition/1";
    private static final String SHUFFLED_FORMAT = "t2-shuffled-spectrum/1";
    private static final String U = "u";
    private static final String SIGMA = "sigma";
    private static final String VT = "vt";
    private static final int CHUNK_BYTES = 1 << 22;

    private final Path folder;

    /** @param folder where the files lie; made at the first write */
    public DecompositionStore(Path folder) {
        this.folder = folder;
    }

    /** The store in this user's cache folder. */
    public static DecompositionStore ofThisUser() {
        return new DecompositionStore(UserFolders.ofThisUser().cache().resolve("decompositions"));
    }

    public Path folder() {
        return folder;
    }

    /** Where a matrix's decomposition lies once it is written. */
    Path file(String fingerprint) {
        return folder.resolve(fingerprint + ".safetensors");
    }

    /** Whether a file is there; what is in it is not looked at. */
    boolean mayHold(String fingerprint) {
        return Files.isRegularFile(file(fingerprint));
    }

    /** Whether the matrix's decomposition is there, whole and undamaged; reads all of it. */
    boolean holds(String fingerprint, int rows, int columns) {
        return reading(fingerprint, rows, columns, stored -> {
                    for (String name : List.of(U, SIGMA, VT)) {
                        stream(stored, name, chunk -> {});
                    }
                    return true;
                })
                .isPresent();
    }

    /** The singular values alone. */
    Optional<double[]> singularValues(String fingerprint, int rows, int columns) {
        return reading(fingerprint, rows, columns, stored -> readSigma(stored));
    }

    /** The factors, U and Vᵀ in the given type; owned by {@code scope}. */
    Optional<Factors> read(NDManager scope, Tensors tensors, Dtype dtype, String fingerprint, int rows, int columns) {
        return reading(fingerprint, rows, columns, stored -> {
            try (NDManager reading = scope.newSubManager()) {
                NDArray u = readMatrix(reading, tensors, dtype, stored, U);
                NDArray vt = readMatrix(reading, tensors, dtype, stored, VT);
                Factors factors = new Factors(u, readSigma(stored), vt);
                // only now: what a damaged file gave goes with the inner scope
                u.attach(scope);
                vt.attach(scope);
                return factors;
            }
        });
    }

    /**
     * @param factors U and Vᵀ in f32
     * @throws OutOfResourcesException when the disk is full or the folder cannot be written to; nothing is left then
     */
    void write(Tensors tensors, String fingerprint, Factors factors) {
        Entry u = entry(tensors, U, factors.u());
        Entry vt = entry(tensors, VT, factors.vt());
        Entry sigma = Entry.doubles(SIGMA, new long[] {factors.sigma().length}, factors.sigma());
        SafetensorsWriter.write(
                file(fingerprint),
                Map.of(
                        "format",
                        FORMAT,
                        "matrix",
                        fingerprint,
                        checksumKey(U),
                        checksum(tensors, factors.u()),
                        checksumKey(SIGMA),
                        checksum(factors.sigma()),
                        checksumKey(VT),
                        checksum(tensors, factors.vt())),
                List.of(u, sigma, vt));
    }

    /** The singular values of the matrix with its entries shuffled, if they were kept. */
    Optional<double[]> shuffledValues(String fingerprint, int rank) {
        Path file = shuffledFile(fingerprint);
        return reading(file, stored -> {
            boolean sound = SHUFFLED_FORMAT.equals(stored.metadata().get("format"))
                    && fingerprint.equals(stored.metadata().get("matrix"))
                    && is(stored, SIGMA, StoredDtype.F64, rank);
            if (!sound) {
                throw new InvalidInputException("The file " + file + " is not of this matrix.", file);
            }
            return readSigma(stored);
        });
    }

    /** @throws OutOfResourcesException as {@link #write} */
    void writeShuffled(String fingerprint, double[] values) {
        SafetensorsWriter.write(
                shuffledFile(fingerprint),
                Map.of("format", SHUFFLED_FORMAT, "matrix", fingerprint, checksumKey(SIGMA), checksum(values)),
                List.of(Entry.doubles(SIGMA, new long[] {values.length}, values)));
    }

    private Path shuffledFile(String fingerprint) {
        return folder.resolve(fingerprint + ".shuffled.safetensors");
    }

    private static Entry entry(Tensors tensors, String name, NDArray matrix) {
        return Entry.streamed(
                name,
                StoredDtype.F32,
                matrix.getShape().getShape(),
                (from, target) -> tensors.read(matrix, from, target));
    }

    /** Reads a stored file if there is a sound one; deletes it when it is not sound. */
    private <T> Optional<T> reading(String fingerprint, int rows, int columns, Function<Safetensors, T> reader) {
        Path file = file(fingerprint);
        return reading(file, stored -> {
            check(stored, file, fingerprint, rows, columns);
            return reader.apply(stored);
        });
    }

    private static <T> Optional<T> reading(Path file, Function<Safetensors, T> reader) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Safetensors stored = Safetensors.open(file)) {
            return Optional.of(reader.apply(stored));
        } catch (InvalidInputException e) {
            LOG.warn("decomposition deleted, to be made again: {}", e.getMessage());
            delete(file);
            return Optional.empty();
        } catch (WorkbenchException e) {
            LOG.warn("decomposition not readable, made again: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static void check(Safetensors stored, Path file, String fingerprint, int rows, int columns) {
        Map<String, String> metadata = stored.metadata();
        long rank = Math.min(rows, columns);
        boolean sound = FORMAT.equals(metadata.get("format"))
                && fingerprint.equals(metadata.get("matrix"))
                && is(stored, U, StoredDtype.F32, rows, rank)
                && is(stored, SIGMA, StoredDtype.F64, rank)
                && is(stored, VT, StoredDtype.F32, rank, columns);
        if (!sound) {
            throw new InvalidInputException("The file " + file + " is not the decomposition of this matrix.", file);
        }
    }

    private static boolean is(Safetensors stored, String name, StoredDtype dtype, long... shape) {
        if (!stored.has(name)) {
            return false;
        }
        TensorInfo info = stored.info(name);
        return info.dtype() == dtype && Arrays.equals(info.shape(), shape);
    }

    private static double[] readSigma(Safetensors stored) {
        double[] sigma = new double[(int) stored.info(SIGMA).elements()];
        int[] at = {0};
        stream(stored, SIGMA, chunk -> {
            int count = chunk.remaining() / Double.BYTES;
            chunk.asDoubleBuffer().get(sigma, at[0], count);
            at[0] += count;
        });
        return sigma;
    }

    private static NDArray readMatrix(NDManager scope, Tensors tensors, Dtype dtype, Safetensors stored, String name) {
        NDArray matrix = tensors.empty(scope, dtype, stored.info(name).shape());
        long[] at = {0};
        stream(stored, name, chunk -> {
            FloatBuffer values = chunk.asFloatBuffer();
            int count = values.remaining();
            tensors.fill(matrix, at[0], values);
            at[0] += count;
        });
        return matrix;
    }

    /** Hands over a tensor's bytes piece by piece, and compares their checksum when all were read. */
    private static void stream(Safetensors stored, String name, Consumer<ByteBuffer> consumer) {
        TensorInfo info = stored.info(name);
        CRC32C checksum = new CRC32C();
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        for (long from = 0; from < info.bytes(); from += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), info.bytes() - from));
            stored.readBytes(name, from, chunk);
            chunk.flip();
            checksum.update(chunk.duplicate());
            consumer.accept(chunk);
        }
        if (!hex(checksum).equals(stored.metadata().get(checksumKey(name)))) {
            throw new InvalidInputException("The file " + info.file() + " is damaged.", info.file());
        }
    }

    private static String checksum(Tensors tensors, NDArray matrix) {
        CRC32C checksum = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = bytes.asFloatBuffer();
        long size = matrix.size();
        for (long from = 0; from < size; from += values.limit()) {
            values.clear().limit((int) Math.min(values.capacity(), size - from));
            tensors.read(matrix, from, values);
            checksum.update(bytes.duplicate().limit(values.limit() * Float.BYTES));
        }
        return hex(checksum);
    }

    private static String checksum(double[] values) {
        CRC32C checksum = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        checksum.update(bytes);
        return hex(checksum);
    }

    private static String hex(CRC32C checksum) {
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static String checksumKey(String name) {
        return "crc32c_" + name;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a read-only folder: the file is decomposed again each time, and the write's own sentence says why
            LOG.warn("could not delete {}", file, e);
        }
    }
}
