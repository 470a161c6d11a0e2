# Gains of singular values and their parameters z.
#
# z: parameters, (r) per matrix; sigma: singular values, (r) per matrix

class Gains:
  # what multiplies sigma: z itself, as in the paper, or sigmoid(z) scaled so that the sum of the singular values stays,
  # as in the authors' code
  def gains_of(self, z: Tensor, sigma: Tensor, sigmoid: bool) -> Tensor:
    g = z
    if sigmoid:
      mask = torch.sigmoid(z)
      g = mask * torch.sum(sigma) / torch.sum(sigma * mask)
    return g

  # d = sigma * (g - 1), what W' = W + U diag(d) Vt adds
  def changes(self, out: List[Tensor], z: List[Tensor], sigma: List[Tensor], sigmoid: bool) -> Tensor:
    for k in range(len(z)):
      out[k].copy_(sigma[k] * (self.gains_of(z[k], sigma[k], sigmoid) - 1.0))
    return torch.empty([0])

  # From the gradient by d to that by z, which is added to g; by_d is nothing again after it
  def add_chained(self, g: List[Tensor], by_d: List[Tensor], z: List[Tensor], sigma: List[Tensor], sigmoid: bool) -> Tensor:
    p : List[Tensor] = []
    d : List[Tensor] = []
    for k in range(len(z)):
      p.append(z[k].detach().requires_grad_(True))
      d.append(torch.sum(sigma[k] * self.gains_of(p[k], sigma[k], sigmoid) * by_d[k]))
    k = 0
    for x in torch.grad([torch.sum(torch.stack(d))], p):
      if x is not None:
        g[k].add_(x.detach())
      by_d[k].zero_()
      k += 1
    return torch.empty([0])
