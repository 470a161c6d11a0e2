# One text of some tens to some hundreds of positions through the layers of Llama, each position a column: so products of
# so many rows compute fastest (product.py), and nothing between them is copied into another layout. Attention is two products
# over all positions, which for short texts takes less than half as long as the library's fused kernel.
#
# C width, H heads, K key-value heads, D head size, M MLP width, T positions; w: see llama.py

class Columns:
  # Whether h (B, T, C) is such a text, read from its beginning, and its products are plain
  def one_text(self, h: Tensor, turns: List[Tensor], masks: List[Tensor], start: int, sizes: List[int], w: List[Tensor], d: List[Tensor], tape: List[Tensor]) -> bool:
    t = h.size(1)
    # the bounds are measured
    if h.size(0) > 1 or t < 32 or t > 256 or start > 0 or h.is_cuda or torch.is_grad_enabled():
      return False
    for mask in masks:
      if mask.numel() > 0:
        return False
    for turn in turns:
      if turn.size(3) != sizes[2]:
        return False
    if not self.by_columns(t, w[2]):
      return False
    return self.plain(sizes, w, d, tape)

  # h as (1, 1, C, T), by which the layers know it, and turns as (D, T). What is added to scores, (1, T, T), becomes the last mask
  def begin_columns(self, h: Tensor, turns: List[Tensor], masks: List[Tensor]) -> Tensor:
    t = h.size(1)
    for n in range(len(turns)):
      turns[n] = turns[n].view([t, -1]).t().contiguous()
    masks.append(torch.triu(torch.full([1, t, t], -inf, dtype=h.dtype), 1))
    return h.transpose(1, 2).contiguous().unsqueeze(0)

  # The same as llama.py's block
  def columns_block(self, h: Tensor, l: int, turns: List[Tensor], masks: List[Tensor], cache: List[Tensor], sizes: List[int], numbers: List[float], w: List[Tensor]) -> Tensor:
    i = 1 + 16 * l
    h = h[0][0]
    c, t = h.shape
    heads = sizes[3]
    kv_heads = sizes[4]
    table = sizes[9 + 2 * l]
    x = self.columns_norm(h, w[i], numbers[0])
    rows = (heads + 2 * kv_heads) * sizes[2]
    qkv = self.columns_product(x, torch.as_strided(w[i + 1], [rows, c], [c, 1])).view([-1, sizes[2], t])
    qk = qkv.narrow(0, 0, heads + kv_heads)
    if table >= 0:
      real, imaginary = torch.chunk(qk, 2, 1)
      qk = torch.addcmul(qk * turns[2 * table], torch.cat([imaginary, real], 1), turns[2 * table + 1])
    k = qk.narrow(0, heads, kv_heads)
    v = qkv.narrow(0, heads + kv_heads, kv_heads)
    if len(cache) > 0:
      kept = cache[l].narrow(3, 0, t)
      kept[0][0].copy_(k.transpose(1, 2))
      kept[1][0].copy_(v.transpose(1, 2))
    y = self.columns_attention(qk.narrow(0, 0, heads), k, v, masks[len(masks) - 1], numbers[1])
    h = h + self.columns_product(y.view([-1, t]), w[i + 7])
    x = self.columns_norm(h, w[i + 9], numbers[0])
    m = w[i + 10].size(0)
    gate_up = self.columns_product(x, torch.as_strided(w[i + 10], [2 * m, c], [c, 1]))
    h = h + self.columns_product(torch.silu(gate_up.narrow(0, 0, m)) * gate_up.narrow(0, m, m), w[i + 14])
    return h.unsqueeze(0).unsqueeze(0)

  # W x for x (C, T)
  def columns_product(self, x: Tensor, w: Tensor) -> Tensor:
    return self.product(x.t(), w).t()

  # x / rms(x) * w of each column, in f32 at least
  def columns_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    h = x
    if x.dtype == 15:
      h = torch.to(x, 6)
    h = h * torch.rsqrt(torch.mean(h * h, [0], True) + eps)
    return torch.to(h, x.dtype) * w.unsqueeze(1)

  # softmax(scale kt q + mask) v for q (H, D, T), k and v (K, D, T) -> (H, D, T)
  def columns_attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: float) -> Tensor:
    heads, head_size, t = q.shape
    kv_heads = k.size(0)
    shared = [kv_heads, heads // kv_heads, head_size, t]
    k = k.unsqueeze(1).expand(shared).reshape([heads, head_size, t])
    v = v.unsqueeze(1).expand(shared).reshape([heads, head_size, t])
    p = torch.softmax(torch.baddbmm(mask, q.transpose(1, 2), k, beta=1, alpha=scale), -1)
    return torch.bmm(v, p.transpose(1, 2))
