# Sums of the components of a matrix, U diag(d) Vt.
#
# m rows, n columns, r components

class Components:
  # U (m, r), d (r), Vt (r, n) -> (m, n), in f32
  def component_sum(self, u: Tensor, d: Tensor, vt: Tensor) -> Tensor:
    return torch.matmul(torch.to(u, 6) * torch.to(d, 6), torch.to(vt, 6)).contiguous()
