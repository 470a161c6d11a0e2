/**
 * One class that must stand in DJL's own package to reach its native call: see {@link
 * ai.djl.pytorch.jni.KernelCall}.
 */
@NullMarked
package ai.djl.pytorch.jni;

import org.jspecify.annotations.NullMarked;
