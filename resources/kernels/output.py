# Logits that are the output matrix's product and nothing else.

class Output:
  # logits of a finished h over the vocabulary, in f32 or wider
  def unembed(self, h: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    y = self.product(h, w[len(w) - 1])
    if y.dtype == 15:
      y = torch.to(y, 6)
    return y

  # the gradient by h, from that by its logits
  def unembed_gradient(self, by_logits: Tensor, logits: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    last = w[len(w) - 1]
    return torch.matmul(torch.to(by_logits, last.dtype), last)
