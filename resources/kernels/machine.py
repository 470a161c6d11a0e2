# What the machine itself can do, so that a model's figures have something to be measured against.

class Machine:
  # reads a large matrix once and does next to nothing with it
  def read(self, w: Tensor, x: Tensor) -> Tensor:
    return torch.mv(w, x)

  def multiply(self, a: Tensor, b: Tensor) -> Tensor:
    return self.product(b, a)

  # the same, and one number of it, which is there when the product is
  def multiply_to_end(self, a: Tensor, b: Tensor) -> Tensor:
    return self.product(b, a)[0][0:1].float()

  def ones(self, shape: List[int], dtype: int) -> Tensor:
    return torch.ones(shape, dtype=dtype)
