# Gemma 3, text: norms before and after attention and MLP, and of each head's query and key. Local layers turn by a table of
# their own.
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# numbers: 3 the embedding's scale, 4 the logits' cap; 0: no cap
# w: embedding (V, C); then per layer
#          input norm (C), q (H D, C), k (K D, C), v (K D, C), query norm (D), key norm (D), o (C, H D), norm after attention (C),
#          norm before the MLP (C), gate (M, C), up (M, C), down (C, M), norm after the MLP (C), each matrix with its bias; then
#          final norm (C), output matrix (V, C)

class Gemma3:
  # h + norm(attention(norm(h))), then that + norm(mlp(norm(that)))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 20 * l
    a = 7 * l
    eps = numbers[0]
    x = self.gemma_norm(h, w[i], eps)
    q, k, v = self.linears(x, w, i + 1, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    q = self.gemma_norm(q, w[i + 7], eps)
    k = self.gemma_norm(k, w[i + 8], eps)
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.gemma_norm(self.linear(y, w, i + 9, u, d, vt, a, 3, tape), w[i + 11], eps))
    x = self.gemma_norm(h, w[i + 12], eps)
    return self.plus(h, self.gemma_norm(self.gated(x, w, i + 13, u, d, vt, a, 4, tape, sizes), w[i + 19], eps))

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.gemma_norm(h, w[1 + 20 * sizes[0]], numbers[0])
