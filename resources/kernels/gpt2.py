# GPT-2: learned positions, LayerNorm, biases everywhere, q k v in one matrix, an MLP of GELU without a gate.
#
# C width, H heads, D head size, M MLP width, P positions, V vocabulary
# w: embedding (V, C), positions (P, C); then per layer
#          norm (C) and its bias (C), qkv (3 C, C), o (C, C), MLP norm (C) and its bias (C), up (M, C), down (C, M), each matrix
#          with its bias; then final norm (C) and its bias (C), output matrix (V, C)

class Gpt2:
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], tokens) + torch.embedding(w[1], positions)

  # (x - mean) / deviation * w + b, with w and b in a row
  def layer_norm(self, x: Tensor, w: List[Tensor], i: int, eps: float) -> Tensor:
    return torch.layer_norm(x, [w[i].size(0)], w[i], w[i + 1], eps)

  # h + attention(norm(h)), then that + mlp(norm(that))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 2 + 12 * l
    a = 4 * l
    x = self.layer_norm(h, w, i, numbers[0])
    q, k, v = torch.chunk(self.linear(x, w, i + 2, u, d, vt, a, 0, tape), 3, 2)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.linear(y, w, i + 4, u, d, vt, a, 1, tape))
    x = self.layer_norm(h, w, i + 6, numbers[0])
    x = torch.gelu(self.linear(x, w, i + 8, u, d, vt, a, 2, tape), approximate="tanh")
    return self.plus(h, self.linear(x, w, i + 10, u, d, vt, a, 3, tape))

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.layer_norm(h, w, 2 + 12 * sizes[0], numbers[0])
