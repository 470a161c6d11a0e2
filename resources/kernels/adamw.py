# The AdamW optimiser (decoupled weight decay) with the gradient clipped to a global norm. Everything is updated in place.
#
# p parameters, m first and v second moments, g gradients: lists of tensors of the same shapes

class AdamW:
  # sqrt of the sum of all squares, over all tensors together
  def global_norm(self, g: List[Tensor]) -> Tensor:
    squares : List[Tensor] = []
    for x in g:
      squares.append(torch.sum(x * x))
    return torch.sqrt(torch.sum(torch.stack(squares)))

  # step counts from 1; matrices decay, vectors (norms) only when decay_vectors; clip 0 leaves the gradient as it is.
  # Returns the norm before clipping. A norm that is not a number changes nothing
  def adamw(self, p: List[Tensor], m: List[Tensor], v: List[Tensor], g: List[Tensor], step: int, lr: float, beta1: float, beta2: float, eps: float, decay: float, decay_vectors: bool, clip: float) -> Tensor:
    norm = self.global_norm(g)
    size = float(norm)
    if size - size == 0.0:
      scale = 1.0
      if clip > 0.0:
        scale = min(1.0, clip / (size + 1e-6))
      unbias1 = 1.0 - beta1 ** float(step)
      unbias2 = 1.0 - beta2 ** float(step)
      for i in range(len(p)):
        x = g[i] * scale
        m[i].mul_(beta1).add_(x, alpha=1.0 - beta1)
        v[i].mul_(beta2).addcmul_(x, x, value=1.0 - beta2)
        if decay_vectors or p[i].dim() > 1:
          p[i].mul_(1.0 - lr * decay)
        p[i].addcdiv_(m[i], torch.sqrt(v[i] / unbias2) + eps, value=-lr / unbias1)
    return norm

  def clear(self, g: List[Tensor]) -> Tensor:
    for x in g:
      x.zero_()
    return torch.empty([0])
