# Granite: Llama with multipliers on the embedding, on what a layer adds, and on the logits; that of the scores is numbers[1].
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# numbers: 3 what the embedding is multiplied by, 4 what each layer's two parts are, 5 what the logits are divided by
# w: as in llama.py

class Granite:
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], tokens) * numbers[3]

  # h + c attention(norm(h)), then that + c mlp(norm(that))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 16 * l
    a = 7 * l
    x = self.rms_norm(h, w[i], numbers[0])
    q, k, v = self.linears(x, w, i + 1, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.linear(y, w, i + 7, u, d, vt, a, 3, tape) * numbers[4])
    x = self.rms_norm(h, w[i + 9], numbers[0])
    gate, up = self.linears(x, w, i + 10, 2, u, d, vt, a, 4, tape, sizes)
    return self.plus(h, self.linear(torch.silu(gate) * up, w, i + 14, u, d, vt, a, 6, tape) * numbers[4])

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.rms_norm(h, w[1 + 16 * sizes[0]], numbers[0])

  # logits of a finished h over the vocabulary, in f32 or wider
  def unembed(self, h: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    y = self.product(h, w[len(w) - 1])
    if y.dtype == 15:
      y = torch.to(y, 6)
    return y / numbers[5]

  # the gradient by h, from that by its logits
  def unembed_gradient(self, by_logits: Tensor, logits: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    last = w[len(w) - 1]
    return torch.matmul(torch.to(by_logits / numbers[5], last.dtype), last)
