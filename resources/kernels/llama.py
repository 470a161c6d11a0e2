# Llama, and with it Mistral, Qwen2 and SmolLM3: RMSNorm, rotary positions, grouped-query attention, SwiGLU. Which layers are
# local (Mistral, Qwen2), which are not turned (SmolLM3) and which matrices have biases (Qwen2) is in sizes and w.
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# w: embedding (V, C); then per layer
#          input norm (C), q (H D, C), k (K D, C), v (K D, C), o (C, H D), MLP norm (C), gate (M, C), up (M, C), down (C, M),
#          each matrix with its bias; then final norm (C), output matrix (V, C)

class Llama:
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], tokens)

  # h + attention(norm(h)), then that + mlp(norm(that))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], keys: List[Tensor], values: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 16 * l
    a = 7 * l
    if sizes[7] == 1 and len(d) == 0 and len(tape) == 0 and sizes[9 + 2 * l] >= 0 and self.one_row(h) and w[i + 2].numel() + w[i + 8].numel() + w[i + 11].numel() + w[i + 15].numel() == 0:
      return self.block_of_one(h, l, turns, masks, keys, values, start, sizes, numbers, w)
    x = self.rms_norm(h, w[i], numbers[0])
    q, k, v = self.linears(x, w, i + 1, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, keys, values, start, sizes, numbers)
    h = self.plus(h, self.linear(y, w, i + 7, u, d, vt, a, 3, tape))
    x = self.rms_norm(h, w[i + 9], numbers[0])
    gate, up = self.linears(x, w, i + 10, 2, u, d, vt, a, 4, tape, sizes)
    return self.plus(h, self.linear(torch.silu(gate) * up, w, i + 14, u, d, vt, a, 6, tape))

  # The same of one row without biases and adapters, in as few operations as there can be: in a step of one position they take a
  # third of the time. q and k are turned together, as heads that lie side by side
  def block_of_one(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], keys: List[Tensor], values: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    i = 1 + 16 * l
    c = h.size(2)
    head_size = sizes[2]
    heads = sizes[3]
    kv_heads = sizes[4]
    table = sizes[9 + 2 * l]
    x = self.rms_norm(h, w[i], numbers[0]).view([-1])
    qkv = self.product(x, torch.as_strided(w[i + 1], [(heads + 2 * kv_heads) * head_size, c], [c, 1])).view([1, -1, 1, head_size])
    qk = self.rotate(qkv.narrow(1, 0, heads + kv_heads), turns[2 * table], turns[2 * table + 1])
    y = self.look_back(l, qk.narrow(1, 0, heads), qk.narrow(1, heads, kv_heads), qkv.narrow(1, heads + kv_heads, kv_heads), masks, keys, values, start, sizes, numbers)
    h = h + self.product(y.view([-1]), w[i + 7])
    x = self.rms_norm(h, w[i + 9], numbers[0]).view([-1])
    m = w[i + 10].size(0)
    gate_up = self.product(x, torch.as_strided(w[i + 10], [2 * m, c], [c, 1]))
    return h + self.product(torch.silu(gate_up.narrow(0, 0, m)) * gate_up.narrow(0, m, m), w[i + 14])

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.rms_norm(h, w[1 + 16 * sizes[0]], numbers[0])
