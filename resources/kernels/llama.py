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
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    if l == 0 and self.short(h, sizes, w, d, tape):
      h = self.begin_short(h, turns, sizes)
    if h.dim() == 2:
      return self.short_block(h, l, turns, masks, cache, start, sizes, numbers, w)
    if l == 0 and self.one_text(h, turns, masks, start, sizes, w, d, tape):
      h = self.begin_columns(h, turns, masks)
    if h.dim() == 4:
      return self.columns_block(h, l, turns, masks, cache, sizes, numbers, w)
    i = 1 + 16 * l
    a = 7 * l
    x = self.rms_norm(h, w[i], numbers[0])
    q, k, v = self.linears(x, w, i + 1, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.linear(y, w, i + 7, u, d, vt, a, 3, tape))
    x = self.rms_norm(h, w[i + 9], numbers[0])
    gate, up = self.linears(x, w, i + 10, 2, u, d, vt, a, 4, tape, sizes)
    return self.plus(h, self.linear(torch.silu(gate) * up, w, i + 14, u, d, vt, a, 6, tape))

  # Whether h is one row and nothing comes on top of any product. Such a row, as in each step of a text that is being written,
  # goes through the layers in as few operations as there can be, since they take a quarter of the time
  def short(self, h: Tensor, sizes: List[int], w: List[Tensor], d: List[Tensor], tape: List[Tensor]) -> bool:
    return self.one_row(h) and self.plain(sizes, w, d, tape)

  # Whether every product is of a matrix alone, without biases, adapters and tape, and those that read the same lie together
  def plain(self, sizes: List[int], w: List[Tensor], d: List[Tensor], tape: List[Tensor]) -> bool:
    if sizes[7] == 0 or len(d) > 0 or len(tape) > 0:
      return False
    # as the first layer, so all of them
    return w[3].numel() + w[5].numel() + w[7].numel() + w[9].numel() + w[12].numel() + w[14].numel() + w[16].numel() == 0

  # h and -h, (2, C), and the turns of q, k and v side by side: v's are by no angle. [1, -1] becomes the last of the turns
  def begin_short(self, h: Tensor, turns: List[Tensor], sizes: List[int]) -> Tensor:
    for n in range(len(turns) // 2):
      cos = turns[2 * n].expand([1, sizes[3] + sizes[4], 1, -1])
      sin = turns[2 * n + 1].expand([1, sizes[3] + sizes[4], 1, -1])
      still = torch.zeros([1, sizes[4], 1, cos.size(3)], dtype=h.dtype)
      turns[2 * n] = torch.cat([cos, still + 1.0], 1)
      turns[2 * n + 1] = torch.cat([sin, still], 1)
    turns.append(torch.tensor([[1.0], [-1.0]], dtype=h.dtype))
    row = h.view([1, -1])
    return torch.cat([row, torch.neg(row)])

  # The same as block of (h, -h)
  def short_block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    i = 1 + 16 * l
    c = h.size(1)
    head_size = sizes[2]
    heads = sizes[3]
    kv_heads = sizes[4]
    table = sizes[9 + 2 * l]
    sign = turns[len(turns) - 1]
    x = self.short_norm(h, w[i], numbers[0])
    qkv = self.product(x, torch.as_strided(w[i + 1], [(heads + 2 * kv_heads) * head_size, c], [c, 1])).view([1, -1, 1, head_size])
    if table >= 0:
      qkv = self.rotate(qkv, turns[2 * table], turns[2 * table + 1])
    kv = qkv.narrow(1, heads, 2 * kv_heads).view([2, 1, kv_heads, 1, head_size])
    k, v = kv[0], kv[1]
    if len(cache) > 0:
      cache[l].narrow(3, start, 1).copy_(kv)
      k, v = self.seen(l, cache, start, 1, sizes)
    y = self.attention(qkv.narrow(1, 0, heads), k, v, masks[sizes[8 + 2 * l]], numbers)
    h = torch.addcmul(h, sign, self.product(y.view([-1]), w[i + 7]))
    x = self.short_norm(h, w[i + 9], numbers[0])
    m = w[i + 10].size(0)
    gate_up = self.product(x, torch.as_strided(w[i + 10], [2 * m, c], [c, 1]))
    return torch.addcmul(h, sign, self.product(torch.silu(gate_up.narrow(0, 0, m)) * gate_up.narrow(0, m, m), w[i + 14]))

  # RMSNorm of h: over h and -h, whose mean is 0, the library's layer norm is the same in a third of the operations
  def short_norm(self, h: Tensor, w: Tensor, eps: float) -> Tensor:
    both, _, _ = torch.native_layer_norm(h, h.size(), None, None, eps)
    return both[0] * w

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    last = w[1 + 16 * sizes[0]]
    if h.dim() == 2:
      return self.short_norm(h, last, numbers[0]).view([1, 1, -1])
    if h.dim() == 4:
      return self.columns_norm(h[0][0], last, numbers[0]).t().contiguous().unsqueeze(0)
    return self.rms_norm(h, last, numbers[0])
