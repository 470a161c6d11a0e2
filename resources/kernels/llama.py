# The Llama family: RMSNorm, rotary positions, grouped-query attention, SwiGLU.
#
# B sequences, T new positions, S positions in all, C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# weights: embedding (V, C); then per layer
#          input norm (C), q (H D, C), k (K D, C), v (K D, C), o (C, H D), MLP norm (C), gate (M, C), up (M, C), down (C, M);
#          then final norm (C), unembedding (V, C)
# adapters u, d, vt: for the 7 matrices of each layer in the order q k v o gate up down,
#          W' x = W x + U (d * (Vt x)) with U (m, r), d (r), Vt (r, n); d empty leaves W x alone; no lists at all: the base model
# tape: for each of a layer's 7 matrices what the adapter reads and what the matrix gives, so that a gradient can be taken
#          there (adapter_gradient.py); no list: nothing is kept

# product(x, w), W x for x (.., C), comes from product.py

class Llama:
  # x / rms(x) * w, in f32 at least whatever the type of x
  def rms_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    h = x
    if x.dtype == 15:
      h = torch.to(x, 6)
    h = h * torch.rsqrt(torch.mean(h * h, [-1], True) + eps)
    return torch.to(h, x.dtype) * w

  # W x (product: in a file of its own, as processors differ) with the matrix's adapter, where there is one. Before, a tape
  # may hold what the adapter's input is multiplied by (dropout), and something that is not empty where the matrix is to be
  # kept
  def linear(self, x: Tensor, w: Tensor, u: List[Tensor], d: List[Tensor], vt: List[Tensor], i: int, tape: List[Tensor]) -> Tensor:
    y = self.product(x, w)
    read = x
    at = 2 * (i % 7)
    if len(tape) > 0:
      if tape[at].numel() > 0:
        read = x * tape[at]
    if len(d) > 0:
      if d[i].numel() > 0:
        y = y + torch.linear(torch.linear(read, vt[i]) * d[i], u[i])
    if len(tape) > 0:
      if tape[at + 1].numel() > 0:
        tape[at] = read
        tape[at + 1] = y
    return y

  # Rotary frequencies, (D / 2): theta^(-2i / D), in f32 as the reference has them, so that far positions agree.
  # llama3 scaling when factor is not 1: low frequencies are divided by factor, high ones kept, those between blended by
  # how often they turn within the original context
  def rotary_frequencies(self, head_size: int, theta: float, factor: float, low: float, high: float, original: float) -> Tensor:
    frequency = torch.reciprocal(torch.pow(theta, torch.arange(0, head_size, 2, dtype=6) / float(head_size)))
    if factor != 1.0:
      turns = frequency * original / 6.283185307179586
      blend = torch.clamp((turns - low) / (high - low), 0.0, 1.0)
      frequency = frequency * (blend + torch.rsub(blend, 1.0) / factor)
    return frequency

  # For positions (B, T): cos of position * frequency twice, and -sin then sin of it, (B, 1, T, D) each; angles in f32
  def rotary(self, positions: Tensor, frequency: Tensor, dtype: int) -> Tuple[Tensor, Tensor]:
    angle = (torch.to(positions, 6).unsqueeze(2) * frequency).unsqueeze(1)
    cos = torch.cos(angle)
    sin = torch.sin(angle)
    return (torch.to(torch.cat([cos, cos], 3), dtype), torch.to(torch.cat([torch.neg(sin), sin], 3), dtype))

  # x (B, H, T, D): the two halves of a head are the real and imaginary parts, turned by the angle
  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    real, imaginary = torch.chunk(x, 2, 3)
    return torch.addcmul(x * cos, torch.cat([imaginary, real], 3), sin)

  # Attention of q (B, H, T, D) over k and v (B, K, S, D). mask (B or 1, 1, T, S) is true where a position may look; empty:
  # everything before and at it. The G = H / K queries that share a key are never given copies of it: one new position's
  # stand side by side as if they were positions, several positions' are G heads over one key with stride 0
  def attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    b, heads, t, head_size = q.shape
    kv_heads = k.size(1)
    s = k.size(2)
    group = heads // kv_heads
    if t == 1:
      side_by_side = q.reshape([b, kv_heads, group, head_size])
      if mask.numel() > 0:
        return torch.scaled_dot_product_attention(side_by_side, k, v, mask).reshape([b, heads, t, head_size])
      return torch.scaled_dot_product_attention(side_by_side, k, v).reshape([b, heads, t, head_size])
    q = q.reshape([b * kv_heads, group, t, head_size])
    k = k.reshape([b * kv_heads, 1, s, head_size]).expand([-1, group, -1, -1])
    v = v.reshape([b * kv_heads, 1, s, head_size]).expand([-1, group, -1, -1])
    if mask.numel() > 0:
      mask = mask.expand([b, kv_heads, t, s]).reshape([b * kv_heads, 1, t, s])
      return torch.scaled_dot_product_attention(q, k, v, mask).view([b, heads, t, head_size])
    return torch.scaled_dot_product_attention(q, k, v, is_causal=True).view([b, heads, t, head_size])

  # (B, T, H D) -> (B, H, T, D); of one position these lie in memory the same way
  def heads(self, x: Tensor, b: int, t: int, head_size: int) -> Tensor:
    x = x.contiguous()
    if t == 1:
      return x.view([b, -1, 1, head_size])
    return x.view([b, t, -1, head_size]).transpose(1, 2)

  # One layer: h + attention(norm(h)), then that + mlp(norm(that)). start is the number of positions already in the cache;
  # no lists of keys and values: nothing is kept. Several positions after others need a mask
  def block(self, h: Tensor, l: int, cos: Tensor, sin: Tensor, mask: Tensor, keys: List[Tensor], values: List[Tensor], start: int, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    b = h.size(0)
    t = h.size(1)
    head_size = cos.size(3)
    i = 1 + 9 * l
    a = 7 * l
    x = self.rms_norm(h, w[i], eps)
    q = self.heads(self.linear(x, w[i + 1], u, d, vt, a, tape), b, t, head_size)
    k = self.heads(self.linear(x, w[i + 2], u, d, vt, a + 1, tape), b, t, head_size)
    v = self.heads(self.linear(x, w[i + 3], u, d, vt, a + 2, tape), b, t, head_size)
    q = self.rotate(q, cos, sin)
    k = self.rotate(k, cos, sin)
    if len(keys) > 0:
      keys[l].narrow(2, start, t).copy_(k)
      values[l].narrow(2, start, t).copy_(v)
      k = keys[l].narrow(2, 0, start + t)
      v = values[l].narrow(2, 0, start + t)
    y = self.attention(q, k, v, mask)
    if t > 1:
      y = y.transpose(1, 2)
    y = y.reshape([b, t, -1])
    h = h + self.linear(y, w[i + 4], u, d, vt, a + 3, tape)
    x = self.rms_norm(h, w[i + 5], eps)
    gate = self.linear(x, w[i + 6], u, d, vt, a + 4, tape)
    up = self.linear(x, w[i + 7], u, d, vt, a + 5, tape)
    return h + self.linear(torch.silu(gate) * up, w[i + 8], u, d, vt, a + 6, tape)

  # tokens and positions (B, T) -> the last layer's normed output (B, T, C)
  def hidden(self, tokens: Tensor, positions: Tensor, mask: Tensor, keys: List[Tensor], values: List[Tensor], start: int, frequency: Tensor, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    layers = (len(w) - 3) // 9
    no_tape : List[Tensor] = []
    h = torch.embedding(w[0], tokens)
    cos, sin = self.rotary(positions, frequency, h.dtype)
    for l in range(layers):
      h = self.block(h, l, cos, sin, mask, keys, values, start, eps, w, u, d, vt, no_tape)
    return self.rms_norm(h, w[1 + 9 * layers], eps)

  # logits of a normed output over the vocabulary, in f32 or wider
  def unembed(self, h: Tensor, w: List[Tensor]) -> Tensor:
    y = self.product(h, w[len(w) - 1])
    if y.dtype == 15:
      y = torch.to(y, 6)
    return y

  # next-token logits at every position, (B, T, V)
  def logits(self, tokens: Tensor, positions: Tensor, mask: Tensor, keys: List[Tensor], values: List[Tensor], start: int, frequency: Tensor, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.hidden(tokens, positions, mask, keys, values, start, frequency, eps, w, u, d, vt)
    return self.unembed(h, w)

  # next-token logits at the last position only, (B, V)
  def next_logits(self, tokens: Tensor, positions: Tensor, mask: Tensor, keys: List[Tensor], values: List[Tensor], start: int, frequency: Tensor, eps: float, w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor]) -> Tensor:
    h = self.hidden(tokens, positions, mask, keys, values, start, frequency, eps, w, u, d, vt)
    return self.unembed(h[:, -1], w)
