package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    /** The definition in IEEE 754: (-1)^s · 2^(e-15) · (1 + m/1024), and 2^-14 · m/1024 for e = 0. */
    private static double float16ByDefinition(int bits) {
        int exponent = (bits >> 10) & 31;
        int mantissa = bits & 1023;
        double magnitude = exponent == 31
                ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : exponent == 0 ? Math.scalb(mantissa / 1024.0, -14) : Math.scalb(1 + mantissa / 1024.0, exponent - 15);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void everyFloat16HasTheValueOfItsDefinitionAndComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.float16ToFloat((short) bits);
            double expected = float16ByDefinition(bits);
            if (Double.isNaN(expected)) {
                assertThat(value).isNaN();
                assertThat(HalfPrecision.float16ToFloat(HalfPrecision.floatToFloat16(value)))
                        .isNaN();
            } else {
                assertThat(Double.compare(value, expected)).as("bits %x", bits).isZero();
                assertThat(HalfPrecision.floatToFloat16(value))
                        .as("bits %x", bits)
                        .isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundingToFloat16GoesToTheNearestAndTiesToEven() {
        for (int bits = 0; bits < 0x7C00; bits++) {
            double low = float16ByDefinition(bits);
            double high = bits + 1 == 0x7C00 ? 65536 : float16ByDefinition(bits + 1);
            float middle = (float) ((low + high) / 2);
            int even = (bits & 1) == 0 ? bits : bits + 1;
            assertThat(HalfPrecision.floatToFloat16(middle))
                    .as("tie above %x", bits)
                    .isEqualTo((short) even);
            assertThat(HalfPrecision.floatToFloat16(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.floatToFloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(HalfPrecision.floatToFloat16(-Math.nextUp(middle))).isEqualTo((short) (0x8000 | (bits + 1)));
        }
        assertThat(HalfPrecision.floatToFloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7C00);
        assertThat(HalfPrecision.floatToFloat16(Float.MIN_VALUE)).isEqualTo((short) 0);
    }

    @Test
    void everyBfloat16ComesBackAndTiesGoToEven() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.bfloat16ToFloat((short) bits);
            if (Float.isNaN(value)) {
                assertThat(HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16(value)))
                        .isNaN();
            } else {
                assertThat(HalfPrecision.floatToBfloat16(value)).isEqualTo((short) bits);
                float middle = Float.intBitsToFloat((bits << 16) | 0x8000);
                if (Float.isFinite(value)) {
                    assertThat(HalfPrecision.floatToBfloat16(middle)).isEqualTo((short) (bits + (bits & 1)));
                }
            }
        }
        // a NaN whose mantissa lies in the lower half only must not become infinity
        assertThat(HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16(Float.intBitsToFloat(0x7F800001))))
                .isNaN();
    }
}
