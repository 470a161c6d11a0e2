package org.t2workbench.app.workbench;

/** What a mixture is exported as. */
public enum ExportForm {
    /** The adapted model as an ordinary model folder. */
    MODEL,
    /** A LoRA folder of a chosen rank. */
    LORA,
    /** One expert file with the mixed gains. */
    EXPERT
}
