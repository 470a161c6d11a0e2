# Matrix products of f32 and f64 where the library that computes them was made for another maker's processors (MKL on AMD's):
# there x Wt of few rows takes up to three times as long as W xt.

class FullProduct:
  def full_by_columns(self, rows: int, w: Tensor) -> bool:
    return rows <= 64

  # W x for x (.., C); the result of few rows is laid out column by column
  def full_product(self, x: Tensor, w: Tensor) -> Tensor:
    rows = x.numel() // w.size(1)
    if not self.full_by_columns(rows, w):
      return torch.linear(x, w)
    shape = x.size()
    shape[len(shape) - 1] = w.size(0)
    if rows == 1:
      # twice the same column: the weights are read faster for a product of matrices than for one with a vector
      vector = x.reshape([-1])
      return torch.mm(w, torch.stack([vector, vector]).t()).select(1, 0).reshape(shape)
    return torch.mm(w, x.reshape([rows, -1]).t()).t().view(shape)
