# Matrix products of bf16 where the processor has none: the library then falls back to a product that is up to nine times
# slower than that of f32. Weights stay bf16 in memory; a block of rows at a time is widened to f32, small enough to stay in
# the cache, and multiplied there.

class HalfProduct:
  def half_by_columns(self, rows: int) -> bool:
    return True

  # W x for x (.., C), summed up in f32 and rounded once
  def half_product(self, x: Tensor, w: Tensor) -> Tensor:
    if torch.is_grad_enabled():
      # the widened blocks would all be kept for the backward pass
      return torch.linear(x, w)
    rows = x.numel() // w.size(1)
    shape = x.size()
    shape[len(shape) - 1] = w.size(0)
    if rows == 1:
      # the one product of bf16 that is fast everywhere
      return torch.mv(w, x.reshape([-1])).view(shape)
    columns = torch.to(x.reshape([rows, -1]).t(), 6)
    return self.widened_product(w, columns).t().view(shape)

  # W X for W (m, n) of bf16 and X (n, rows) of f32, block by block, in bf16
  def widened_product(self, w: Tensor, x: Tensor) -> Tensor:
    y = torch.empty([w.size(0), x.size(1)], dtype=15)
    step = max(1, 262144 // w.size(1))
    for start in range(0, w.size(0), step):
      count = min(step, w.size(0) - start)
      block = torch.to(w.narrow(0, start, count), 6)
      y.narrow(0, start, count).copy_(torch.mm(block, x))
    return y
