# Matrix products of f32 and f64 where the library that computes them was made for the processor.

class FullProduct:
  def full_by_columns(self, rows: int, w: Tensor) -> bool:
    return rows >= 16 and rows <= 48

  # W x for x (.., C). Some tens of rows compute faster as W xt (measured; the result is then laid out column by column)
  def full_product(self, x: Tensor, w: Tensor) -> Tensor:
    rows = x.numel() // w.size(1)
    if self.full_by_columns(rows, w):
      shape = x.size()
      shape[len(shape) - 1] = w.size(0)
      return torch.mm(w, x.reshape([rows, -1]).t()).t().view(shape)
    return torch.linear(x, w)
