# Attention by the library's fused kernel.

class Attention:
  # Attention of q (B, H, T, D) over k and v (B, K, S, D). mask (B or 1, 1, T, S) is true where a position may look; empty:
  # everything before and at it. The G = H / K queries that share a key are never given copies of it: one new position's
  # stand side by side as if they were positions, several positions' are G heads over one key with stride 0
  def attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, numbers: List[float]) -> Tensor:
    b, heads, t, head_size = q.shape
    kv_heads = k.size(1)
    s = k.size(2)
    group = heads // kv_heads
    scale = numbers[1]
    if t == 1:
      side_by_side = q.reshape([b, kv_heads, group, head_size])
      if mask.numel() > 0:
        return torch.scaled_dot_product_attention(side_by_side, k, v, mask, scale=scale).reshape([b, heads, t, head_size])
      return torch.scaled_dot_product_attention(side_by_side, k, v, scale=scale).reshape([b, heads, t, head_size])
    q = q.reshape([b * kv_heads, group, t, head_size])
    k = k.reshape([b * kv_heads, 1, s, head_size]).expand([-1, group, -1, -1])
    v = v.reshape([b * kv_heads, 1, s, head_size]).expand([-1, group, -1, -1])
    if mask.numel() > 0:
      mask = mask.expand([b, kv_heads, t, s]).reshape([b * kv_heads, 1, t, s])
      return torch.scaled_dot_product_attention(q, k, v, mask, scale=scale).view([b, heads, t, head_size])
    return torch.scaled_dot_product_attention(q, k, v, is_causal=True, scale=scale).view([b, heads, t, head_size])
