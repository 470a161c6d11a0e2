"""Makes statistics.json: Wilson intervals and two-sided exact binomial p-values by scipy, log p by exact integers.

Run: python make_statistics.py > statistics.json   (made with scipy 1.17.1, Python 3.11.7)
"""
import json
import math
from scipy.stats import binomtest


def log_p(b, c):
    """ln of min(1, 2 * sum_{k<=min} C(n,k) / 2^n) with Python's unbounded integers."""
    n, k = b + c, min(b, c)
    term, total = 1, 1
    for j in range(1, k + 1):
        term = term * (n - j + 1) // j
        total += term
    total *= 2
    if total >= 1 << n:
        return 0.0
    shift = max(total.bit_length() - 200, 0)
    return math.log(total >> shift) + (shift - n) * math.log(2)


wilson = []
for k, n in [(0, 1), (1, 1), (0, 17), (5, 10), (81, 263), (375, 500), (1999, 2000), (2000, 2000), (123457, 999983)]:
    i = binomtest(k, n).proportion_ci(0.95, "wilson")
    wilson.append({"successes": k, "trials": n, "low": i.low, "high": i.high})

mcnemar = []
for b, c in [(0, 0), (1, 0), (0, 6), (1, 9), (10, 10), (10, 11), (5, 17), (33, 71), (101, 149), (480, 520), (700, 1300),
             (4900, 5100), (49500, 50500), (50000, 50000), (30000, 70000), (0, 100000)]:
    n = b + c
    p = binomtest(min(b, c), n).pvalue if 0 < n <= 10000 else None
    mcnemar.append({"only_first": b, "only_second": c, "p": p, "log_p": log_p(b, c)})

print(json.dumps({"wilson": wilson, "mcnemar": mcnemar}, indent=1))
