# Matrix products of bf16 of one row each, for steps that are run with oneDNN switched off (OneDnn.java): libtorch's own product
# with a vector reads the weights nearly as fast as memory gives them, oneDNN's takes twice as long (measured).

class HalfProduct:
  def half_by_columns(self, rows: int) -> bool:
    return False

  # W x for x (.., C)
  def half_product(self, x: Tensor, w: Tensor) -> Tensor:
    if x.dim() == 1:
      return torch.mv(w, x)
    if x.numel() == w.size(1):
      y = torch.mv(w, x.reshape([-1]))
      if x.dim() == 3:
        return y.view([1, 1, -1])
      return y.view([1, -1])
    return torch.linear(x, w)
