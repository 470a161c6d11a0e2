# A forward pass of many layers, so that its backward pass takes long enough to be met by an exit.

class LongBackward:
  def gradient(self, weight: Tensor, layers: int) -> Tensor:
    w = weight.detach().requires_grad_(True)
    x = torch.ones([512, 512])
    for i in range(layers):
      x = torch.tanh(torch.linear(x, w))
    g = torch.grad([torch.sum(x)], [w])[0]
    if g is not None:
      return g.detach()
    return weight
