# Matrix products of bf16 where the processor, or the device, has fast ones.

class HalfProduct:
  def half_by_columns(self, rows: int) -> bool:
    return rows <= 256

  # W x for x (.., C). The library's x Wt is slow for few rows: oneDNN's own linear reads the weights faster for one row, and
  # up to 64 rows compute faster as W xt, some hundreds too where they lie column by column already (measured; the result is
  # then laid out so)
  def half_product(self, x: Tensor, w: Tensor) -> Tensor:
    rows = x.numel() // w.size(1)
    if rows == 1 and not x.is_cuda and not torch.is_grad_enabled():
      return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), None)
    if rows > 1 and (rows <= 64 or (self.half_by_columns(rows) and x.dim() == 2 and not x.is_contiguous())):
      shape = x.size()
      shape[len(shape) - 1] = w.size(0)
      return torch.mm(w, x.reshape([rows, -1]).t()).t().view(shape)
    return torch.linear(x, w)
