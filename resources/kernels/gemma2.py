# Gemma 2: norms before and after attention and MLP, soft caps on attention's scores and on the logits.
#
# C width, H heads, K key-value heads, D head size, M MLP width, V vocabulary
# numbers: 3 the embedding's scale, 4 the logits' cap, 5 the scores' cap; 0: no cap
# w: embedding (V, C); then per layer
#          input norm (C), q (H D, C), k (K D, C), v (K D, C), o (C, H D), norm after attention (C), norm before the MLP (C),
#          gate (M, C), up (M, C), down (C, M), norm after the MLP (C), each matrix with its bias; then final norm (C), output
#          matrix (V, C)

class Gemma2:
  # h + norm(attention(norm(h))), then that + norm(mlp(norm(that)))
  def block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], start: int, sizes: List[int], numbers: List[float], w: List[Tensor], u: List[Tensor], d: List[Tensor], vt: List[Tensor], tape: List[Tensor]) -> Tensor:
    i = 1 + 18 * l
    a = 7 * l
    eps = numbers[0]
    x = self.gemma_norm(h, w[i], eps)
    q, k, v = self.linears(x, w, i + 1, 3, u, d, vt, a, 0, tape, sizes)
    q = self.heads(q, sizes[2])
    k = self.heads(k, sizes[2])
    v = self.heads(v, sizes[2])
    y = self.attend(l, q, k, v, turns, masks, cache, start, sizes, numbers)
    h = self.plus(h, self.gemma_norm(self.linear(y, w, i + 7, u, d, vt, a, 3, tape), w[i + 9], eps))
    x = self.gemma_norm(h, w[i + 10], eps)
    return self.plus(h, self.gemma_norm(self.gated(x, w, i + 11, u, d, vt, a, 4, tape, sizes), w[i + 17], eps))

  # Attention of q (B, H, T, D) over k and v (B, K, S, D) whose scores are capped: softmax(cap tanh(scale q k / cap)) v. mask
  # (B or 1, 1, T, S) is true where a position may look; empty: everything before and at it. The queries that share a key
  # stand side by side as if they were positions
  def attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, numbers: List[float]) -> Tensor:
    b, heads, t, head_size = q.shape
    kv_heads = k.size(1)
    s = k.size(2)
    group = heads // kv_heads
    side_by_side = q.reshape([b, kv_heads, group * t, head_size])
    scores = torch.matmul(side_by_side, k.transpose(2, 3)) * numbers[1]
    if numbers[5] > 0.0:
      scores = torch.tanh(scores / numbers[5]) * numbers[5]
    scores = scores.view([b, kv_heads, group, t, s])
    if mask.numel() > 0:
      scores = scores.masked_fill(torch.logical_not(mask).unsqueeze(2), -float("inf"))
    elif t > 1:
      scores = scores.masked_fill(torch.triu(torch.ones([t, s], dtype=11), 1), -float("inf"))
    if scores.dtype == 15:
      scores = torch.to(scores, 6)
    shares = torch.to(torch.softmax(scores, 4), q.dtype).view([b, kv_heads, group * t, s])
    return torch.matmul(shares, v).view([b, heads, t, head_size])

  def finish(self, h: Tensor, sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    return self.gemma_norm(h, w[1 + 18 * sizes[0]], numbers[0])
