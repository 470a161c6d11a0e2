# Matrix products, by what is fast for the weights' type on this processor: half_product comes from one of half_product*.py,
# full_product from one of full_product*.py.

class Product:
  # Whether the product of w with so many rows that lie column by column is computed, and laid out, column by column
  def by_columns(self, rows: int, w: Tensor) -> bool:
    if w.dtype == 15:
      return self.half_by_columns(rows)
    return self.full_by_columns(rows, w)

  # W x for x (.., C)
  def product(self, x: Tensor, w: Tensor) -> Tensor:
    if x.dtype == 15:
      return self.half_product(x, w)
    return self.full_product(x, w)
