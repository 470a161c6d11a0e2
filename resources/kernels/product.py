# Matrix products where the processor, or the device, has fast ones of bf16.

class Product:
  # W x for x (.., C). The library's x Wt is slow for few rows: one row of bf16 reads the weights faster as a matrix times a
  # vector, some tens of rows compute faster as W xt (measured; the result is then laid out column by column)
  def product(self, x: Tensor, w: Tensor) -> Tensor:
    rows = x.numel() // w.size(1)
    half = x.dtype == 15
    if rows == 1 and half:
      shape = x.size()
      shape[len(shape) - 1] = w.size(0)
      return torch.mv(w, x.reshape([-1])).view(shape)
    if rows > 1 and rows <= 48 and (half or rows >= 16):
      shape = x.size()
      shape[len(shape) - 1] = w.size(0)
      return torch.mm(w, x.reshape([rows, -1]).t()).t().view(shape)
    return torch.linear(x, w)
