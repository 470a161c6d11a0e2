# Qwen3: Llama, but each head's query and key are normed before they are turned.
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# w: embedding (V, C); then per layer
#          input norm (C), q (H D, C), k (K D, C), v (K D, C), query norm (D), key norm (D), o (C, H D), MLP norm (C),
#          gate (M, C), up (M, C), down (C, M), each matrix with its bias; then final norm (C), output matrix (V, C)

class Qwen3:
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], tokens)

  # h + attention(norm(h)), then that + mlp(norm(that))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 18 * l
    a = 7 * l
    x = self.rms_norm(h, w[i], numbers[0])
    q, k, v = self.linears(x, w, i + 1, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    q = self.rms_norm(q, w[i + 7], numbers[0])
    k = self.rms_norm(k, w[i + 8], numbers[0])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.linear(y, w, i + 9, u, d, vt, a, 3, tape))
    x = self.rms_norm(h, w[i + 11], numbers[0])
    gate, up = self.linears(x, w, i + 12, 2, u, d, vt, a, 4, tape, sizes)
    return self.plus(h, self.linear(torch.silu(gate) * up, w, i + 16, u, d, vt, a, 6, tape))

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.rms_norm(h, w[1 + 18 * sizes[0]], numbers[0])
