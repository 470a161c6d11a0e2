# Phi-3: Llama with two fused matrices, q k v in one and gate up in the other.
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# w: embedding (V, C); then per layer
#          input norm (C), qkv ((H + 2 K) D, C), o (C, H D), MLP norm (C), gate and up (2 M, C), down (C, M), each matrix with
#          its bias; then final norm (C), output matrix (V, C)

class Phi3:
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], tokens)

  # h + attention(norm(h)), then that + mlp(norm(that))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 10 * l
    a = 4 * l
    x = self.rms_norm(h, w[i], numbers[0])
    qkv = self.linear(x, w, i + 1, u, d, vt, a, 0, tape)
    kv_size = sizes[4] * sizes[2]
    q, k, v = torch.split_with_sizes(qkv, [sizes[3] * sizes[2], kv_size, kv_size], 2)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.linear(y, w, i + 3, u, d, vt, a, 1, tape))
    x = self.rms_norm(h, w[i + 5], numbers[0])
    gate, up = torch.chunk(self.linear(x, w, i + 6, u, d, vt, a, 2, tape), 2, 2)
    return self.plus(h, self.linear(torch.silu(gate) * up, w, i + 8, u, d, vt, a, 3, tape))

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.rms_norm(h, w[1 + 10 * sizes[0]], numbers[0])
