package org.t2workbench.core.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Turns kernel files into the archive that libtorch compiles when it opens it.
 *
 * <p>A kernel file is plain text with one {@code class Name:} whose methods begin {@code def method(self, …)}. The
 * methods of several files are put into one module, so that an objective can call the forward pass of a model family
 * that stands in a file of its own.
 */
final class KernelSource {

    private static final String FOLDER = "/org/t2workbench/kernels/";

    /** Operators mean what they mean today; under a lower number libtorch puts older forms in the place of some (gelu, div). */
    private static final int OPERATOR_VERSION = 10;

    /** Pickle, protocol 2, of an object {@code __torch__.Kernel} with the one attribute {@code training = False}. */
    private static final byte[] MODULE_PICKLE = modulePickle();

    /** Pickle of an empty tuple: kernels hold no constants. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 0x02, ')', '.'};

    /** Calls that make a tensor from no other. */
    private static final Pattern FACTORY =
            Pattern.compile("\\btorch\\.(arange|empty|eye|full|ones|randperm|tensor|zeros)\\(");

    private KernelSource() {}

    /**
     * The archive of the named kernel files ({@code "llama"} is {@code resources/kernels/llama.py}).
     *
     * @param device libtorch's name of where the kernel makes its tensors
     */
    static byte[] archive(List<String> names, String device) {
        StringBuilder module = new StringBuilder(
                "class Kernel(Module):\n" + "  __parameters__ = []\n" + "  __buffers__ = []\n" + "  training : bool\n");
        for (String name : names) {
            module.append(methodsOf(name));
        }
        return zip(device.equals("cpu") ? module.toString() : madeOn(device, module.toString()));
    }

    /** Kernels do not say where a tensor is made, which would be on the processor: here each such call is told. */
    static String madeOn(String device, String module) {
        StringBuilder told = new StringBuilder();
        Matcher call = FACTORY.matcher(module);
        int done = 0;
        while (call.find()) {
            int end = call.end();
            for (int open = 1; open > 0; end++) {
                char c = module.charAt(end);
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            if (module.substring(call.end(), end).contains("device=")) {
                continue;
            }
            told.append(module, done, end - 1)
                    .append(", device=torch.device(\"")
                    .append(device)
                    .append("\")");
            done = end - 1;
        }
        return told.append(module, done, module.length()).toString();
    }

    /** The file's lines below its class header, with {@code self} typed as the merged module. */
    private static String methodsOf(String name) {
        String text = read(name);
        int header = text.startsWith("class ") ? 0 : text.indexOf("\nclass ") + 1;
        int body = text.indexOf('\n', header) + 1;
        return text.substring(body).replaceAll("(?m)^( *def \\w+\\(self)", "$1: __torch__.Kernel");
    }

    private static String read(String name) {
        try (InputStream stream = KernelSource.class.getResourceAsStream(FOLDER + name + ".py")) {
            if (stream == null) {
                throw new IllegalArgumentException("no kernel file named " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(String module) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "kernel/data.pkl", MODULE_PICKLE);
            store(zip, "kernel/constants.pkl", NO_CONSTANTS);
            store(zip, "kernel/version", (OPERATOR_VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
            store(zip, "kernel/code/__torch__.py", module.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] modulePickle() {
        byte[] key = "training".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 0x02}); // PROTO 2
        pickle.writeBytes("c__torch__\nKernel\n)".getBytes(StandardCharsets.US_ASCII)); // GLOBAL, EMPTY_TUPLE
        pickle.writeBytes(new byte[] {(byte) 0x81, '}', '(', 'X'}); // NEWOBJ, EMPTY_DICT, MARK, BINUNICODE
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(key.length)
                .array());
        pickle.writeBytes(key);
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE, SETITEMS, BUILD, STOP
        return pickle.toByteArray();
    }
}
