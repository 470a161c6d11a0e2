# Matrix products where the processor has none of bf16: the library then falls back to a product that is up to nine times
# slower than that of f32. Weights stay bf16 in memory; a block of rows at a time is widened to f32, small enough to stay in
# the cache, and multiplied there.

class Product:
  # W x for x (.., C); bf16 is summed up in f32 and rounded once
  def product(self, x: Tensor, w: Tensor) -> Tensor:
    rows = x.numel() // w.size(1)
    half = x.dtype == 15
    if not half and rows > 64:
      return torch.linear(x, w)
    if half and torch.is_grad_enabled():
      # the widened blocks would all be kept for the backward pass
      return torch.linear(x, w)
    shape = x.size()
    shape[len(shape) - 1] = w.size(0)
    if rows == 1:
      vector = x.reshape([-1])
      if half:
        # the one product of bf16 that is fast everywhere
        return torch.mv(w, vector).view(shape)
      # twice the same column: the library reads the weights faster for a product of matrices than for one with a vector
      return torch.mm(w, torch.stack([vector, vector]).t()).select(1, 0).reshape(shape)
    columns = x.reshape([rows, -1]).t()
    if half:
      return self.widened_product(w, torch.to(columns, 6)).t().view(shape)
    return torch.mm(w, columns).t().view(shape)

  # W X for W (m, n) of bf16 and X (n, rows) of f32, block by block, in bf16
  def widened_product(self, w: Tensor, x: Tensor) -> Tensor:
    y = torch.empty([w.size(0), x.size(1)], dtype=15)
    step = max(1, 262144 // w.size(1))
    for start in range(0, w.size(0), step):
      count = min(step, w.size(0) - start)
      block = torch.to(w.narrow(0, start, count), 6)
      y.narrow(0, start, count).copy_(torch.mm(block, x))
    return y
