# OLMo 2: norms stand after attention and MLP, not before them, and over all queries and over all keys.
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# w: embedding (V, C); then per layer
#          q (H D, C), k (K D, C), v (K D, C), query norm (H D), key norm (K D), o (C, H D), norm after attention (C), gate (M, C),
#          up (M, C), down (C, M), norm after the MLP (C), each matrix with its bias; then final norm (C), output matrix (V, C)

class Olmo2:
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], tokens)

  # h + norm(attention(h)), then that + norm(mlp(that))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 18 * l
    a = 7 * l
    eps = numbers[0]
    q, k, v = self.linears(h, w, i, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(self.rms_norm_wide(q, w[i + 6], eps), sizes[2])
    k = self.heads(self.rms_norm_wide(k, w[i + 7], eps), sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.rms_norm_wide(self.linear(y, w, i + 8, u, d, vt, a, 3, tape), w[i + 10], eps))
    gate, up = self.linears(h, w, i + 11, 2, u, d, vt, a, 4, tape, sizes)
    y = self.linear(torch.silu(gate) * up, w, i + 15, u, d, vt, a, 6, tape)
    return self.plus(h, self.rms_norm_wide(y, w[i + 17], eps))

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.rms_norm_wide(h, w[1 + 18 * sizes[0]], numbers[0])
