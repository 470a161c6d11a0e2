# Matrix products of f32 and f64 on processors whose full width oneDNN uses and the library that libtorch multiplies with does
# not (MKL on AMD's processors with AVX-512): several rows take three quarters to a half of the time. oneDNN is given W as what is
# read and x as the weights, so that only x, which is small, is reordered.

class FullProduct:
  def full_by_columns(self, rows: int, w: Tensor) -> bool:
    return rows <= 64 or w.dtype == 6

  # W x for x (.., C); the result of several rows is laid out column by column
  def full_product(self, x: Tensor, w: Tensor) -> Tensor:
    rows = x.numel() // w.size(1)
    shape = x.size()
    shape[len(shape) - 1] = w.size(0)
    if rows == 1:
      # twice the same column: the weights are read faster for a product of matrices than for one with a vector
      vector = x.reshape([-1])
      return torch.mm(w, torch.stack([vector, vector]).t()).select(1, 0).reshape(shape)
    if rows >= 8 and x.dtype == 6 and w.is_contiguous() and not torch.is_grad_enabled():
      read = x.reshape([rows, -1])
      if not read.is_contiguous() and not read.t().is_contiguous():
        # rows with gaps between them take oneDNN many times as long
        read = read.contiguous()
      y = ops.mkldnn._linear_pointwise(w, read, None, "none", annotate(List[Optional[number]], []), None)
      return y.t().view(shape)
    if rows > 64:
      return torch.linear(x, w)
    return torch.mm(w, x.reshape([rows, -1]).t()).t().view(shape)
