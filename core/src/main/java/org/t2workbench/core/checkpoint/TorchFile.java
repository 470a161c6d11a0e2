package org.t2workbench.core.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * A dictionary of tensors as {@code torch.save} writes it since release 1.6: a ZIP with {@code data.pkl} and one entry per
 * storage, all stored without compression. The pickle is read by {@link PickleReader}, so that a file can hold tensors and
 * nothing else. One storage at a time is held in memory, no more than the file has bytes. A tensor's place in the file is
 * not known here: {@link TensorInfo#begin} counts from its own first byte.
 */
public final class TorchFile implements TensorSource {

    private static final Logger LOG = LoggerFactory.getLogger(TorchFile.class);

    private static final String PICKLE = "data.pkl";
    private static final int ZIP_MAGIC = 0x04034b50;
    private static final int PICKLE_MAGIC = 0x80;

    /** Values beside those the file has bytes for: tensors may show the same numbers several times, within reason. */
    private static final long MORE_VALUES = 1 << 20;

    /** An array of Java holds no more. */
    private static final long MAX_STORAGE = Integer.MAX_VALUE - 8;

    private final Path file;
    private final ZipFile zip;
    private final String folder;
    private final ByteOrder order;
    private final Map<String, TorchPickle.View> views;
    private final Map<String, TensorInfo> infos;
    private @Nullable String heldKey;
    private ByteBuffer held = ByteBuffer.allocate(0);

    private TorchFile(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        this.folder = folder();
        this.order = order();
        this.views = TorchPickle.tensors(bytes(entry(PICKLE), PickleReader.MAX_BYTES), file);
        this.infos = infos();
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @throws InvalidInputException when it is missing, is of another kind, is damaged, or wants to construct anything but
     *     tensors
     * @throws WorkbenchException when it cannot be read
     */
    public static TorchFile open(Path file) {
        requireZip(file);
        ZipFile zip = null;
        boolean complete = false;
        try {
            zip = new ZipFile(file.toFile());
            var opened = new TorchFile(file, zip);
            complete = true;
            return opened;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        } finally {
            if (zip != null && !complete) {
                closeQuietly(zip, file);
            }
        }
    }

    private static void requireZip(Path file) {
        ByteBuffer start = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (Files.isDirectory(file)) {
            throw new InvalidInputException("The file " + file + " is a folder.", file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (start.hasRemaining() && channel.read(start) >= 0) {
                // until four bytes are there or the file ends
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("The file " + file + " does not exist.", file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (!start.hasRemaining() && start.getInt(0) == ZIP_MAGIC) {
            return;
        }
        if (start.position() > 0 && (start.get(0) & 0xFF) == PICKLE_MAGIC) {
            throw new InvalidInputException(
                    "The file " + file + " is of the kind that torch wrote before release 1.6 (a bare pickle, no ZIP),"
                            + " which is not read; load it in Python and save it again with torch.save.",
                    file);
        }
        throw new InvalidInputException(
                "The file " + file + " is no file of torch.save: it does not start as a ZIP does.", file);
    }

    /** The folder inside the archive, with its slash: it is named after the file that was first written. */
    private String folder() {
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .limit(2)
                .toList();
        if (pickles.size() != 1) {
            throw new InvalidInputException(
                    "The file " + file + " is no file of torch.save: it has "
                            + (pickles.isEmpty() ? "no " : "more than one ") + PICKLE + ".",
                    file);
        }
        String found = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (zip.getEntry(found + "constants.pkl") != null) {
            throw new InvalidInputException(
                    "The file " + file + " is a TorchScript program, not a dictionary of tensors.", file);
        }
        return found;
    }

    /** Files written before release 2.1 do not tell theirs: it was little-endian on all that torch ran on. */
    private ByteOrder order() throws IOException {
        if (zip.getEntry(folder + "byteorder") == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String told = new String(bytes(entry("byteorder"), Long.BYTES), StandardCharsets.US_ASCII).strip();
        return switch (told) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new InvalidInputException("The file " + file + " has no known byte order.", file);
        };
    }

    private Map<String, TensorInfo> infos() throws IOException {
        long most = Files.size(file) + MORE_VALUES;
        long values = 0;
        Map<String, TensorInfo> found = new LinkedHashMap<>();
        for (Map.Entry<String, TorchPickle.View> named : views.entrySet()) {
            TorchPickle.View view = named.getValue();
            StoredDtype dtype = view.storage().dtype();
            long elements = view.elements();
            values += Math.min(elements, most + 1);
            if (values > most) {
                throw new InvalidInputException(
                        "The file " + file + " shows more numbers than it has bytes; no tensors are stored so.", file);
            }
            found.put(
                    named.getKey(),
                    new TensorInfo(named.getKey(), dtype, view.shape(), file, 0, elements * dtype.bytes()));
        }
        return Collections.unmodifiableMap(found);
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw new InvalidInputException("The file " + file + " is damaged: it has no " + name + ".", file);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new InvalidInputException(
                    "In the file " + file + " the part " + name + " is compressed, which torch.save does not do.",
                    file);
        }
        return entry;
    }

    /** All bytes of an entry, which are no more than the file has. */
    private byte[] bytes(ZipEntry entry, long most) throws IOException {
        long size = entry.getSize();
        if (size < 0 || size > most || size > Files.size(file)) {
            throw new InvalidInputException(
                    "In the file " + file + " the part " + entry.getName() + " claims " + size
                            + " bytes, which is more than there can be.",
                    file);
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] bytes = stream.readNBytes((int) size);
            if (bytes.length < size) {
                throw new InvalidInputException("The file " + file + " is damaged: it ends too early.", file);
            }
            return bytes;
        }
    }

    @Override
    public Set<String> names() {
        return infos.keySet();
    }

    @Override
    public boolean has(String name) {
        return infos.containsKey(name);
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = infos.get(name);
        if (info == null) {
            throw new InvalidInputException("The file " + file + " holds no tensor " + name + ".", file);
        }
        return info;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public long totalBytes() {
        return infos.values().stream().mapToLong(TensorInfo::bytes).sum();
    }

    @Override
    public synchronized void readFloats(String name, long fromElement, FloatBuffer target) {
        TensorInfo info = info(name);
        info.requireWidensToF32();
        Objects.checkFromIndexSize(fromElement, target.remaining(), info.elements());
        TorchPickle.View view = view(name);
        ByteBuffer numbers = storage(view.storage());
        for (long at = fromElement; target.hasRemaining(); at++) {
            target.put(number(numbers, info.dtype(), view.place(at)));
        }
    }

    @Override
    public synchronized void readDoubles(String name, long fromElement, DoubleBuffer target) {
        TensorInfo info = info(name);
        if (info.dtype() != StoredDtype.F64) {
            info.requireWidensToF32();
        }
        Objects.checkFromIndexSize(fromElement, target.remaining(), info.elements());
        TorchPickle.View view = view(name);
        ByteBuffer numbers = storage(view.storage());
        for (long at = fromElement; target.hasRemaining(); at++) {
            long place = view.place(at);
            target.put(
                    info.dtype() == StoredDtype.F64
                            ? numbers.getDouble((int) place * Double.BYTES)
                            : number(numbers, info.dtype(), place));
        }
    }

    private static float number(ByteBuffer numbers, StoredDtype dtype, long place) {
        int at = (int) place * dtype.bytes();
        return switch (dtype) {
            case F32 -> numbers.getFloat(at);
            case F16 -> HalfPrecision.float16ToFloat(numbers.getShort(at));
            default -> HalfPrecision.bfloat16ToFloat(numbers.getShort(at));
        };
    }

    @Override
    public synchronized void readBytes(String name, long fromByte, ByteBuffer target) {
        TensorInfo info = info(name);
        Objects.checkFromIndexSize(fromByte, target.remaining(), info.bytes());
        TorchPickle.View view = view(name);
        ByteBuffer numbers = storage(view.storage());
        int size = info.dtype().bytes();
        for (long at = fromByte; target.hasRemaining(); at++) {
            int within = (int) (at % size);
            int lowFirst = order == ByteOrder.LITTLE_ENDIAN ? within : size - 1 - within;
            target.put(numbers.get((int) view.place(at / size) * size + lowFirst));
        }
    }

    private TorchPickle.View view(String name) {
        return Objects.requireNonNull(views.get(name), name);
    }

    /** The numbers of a storage; those of the last one stay, as several tensors may share it. */
    private ByteBuffer storage(TorchPickle.Storage storage) {
        if (!storage.key().equals(heldKey)) {
            try {
                // what was held goes before the next one comes
                held = ByteBuffer.allocate(0);
                heldKey = null;
                held = ByteBuffer.wrap(bytes(entry("data/" + storage.key()), MAX_STORAGE));
                heldKey = storage.key();
            } catch (ZipException | EOFException e) {
                throw damaged(file, e);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        if (held.capacity() / storage.dtype().bytes() < storage.elements()) {
            throw new InvalidInputException(
                    "The file " + file + " is damaged: the storage " + storage.key() + " has fewer than the "
                            + storage.elements() + " numbers it should have.",
                    file);
        }
        return held.order(order);
    }

    @Override
    public void close() {
        closeQuietly(zip, file);
    }

    private static void closeQuietly(ZipFile zip, Path file) {
        try {
            zip.close();
        } catch (IOException e) {
            LOG.warn("closing {} failed", file, e);
        }
    }

    private static InvalidInputException damaged(Path file, Exception cause) {
        return new InvalidInputException(
                "The file " + file + " is damaged: as a ZIP, which torch.save writes, it cannot be read ("
                        + Objects.requireNonNullElse(cause.getMessage(), "it ends too early")
                        + "); it may have been cut off while copying.",
                file,
                cause);
    }

    private static WorkbenchException unreadable(Path file, IOException cause) {
        return new WorkbenchException("The file " + file + " cannot be read: " + cause.getMessage() + ".", file, cause);
    }
}
