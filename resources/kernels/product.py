# Matrix products, by what is fast for the weights' type on this processor: half_product comes from half_product.py or
# half_product_widened.py, full_product from full_product.py or full_product_columns.py.

class Product:
  # W x for x (.., C)
  def product(self, x: Tensor, w: Tensor) -> Tensor:
    if x.dtype == 15:
      return self.half_product(x, w)
    return self.full_product(x, w)
