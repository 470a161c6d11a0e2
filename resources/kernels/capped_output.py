# Logits under a soft cap: cap * tanh(y / cap), or y where the cap is 0.
#
# numbers[4]: the cap

class CappedOutput:
  # logits of a finished h over the vocabulary, in f32 or wider
  def unembed(self, h: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    y = self.product(h, w[len(w) - 1])
    if y.dtype == 15:
      y = torch.to(y, 6)
    if numbers[4] > 0.0:
      y = torch.tanh(y / numbers[4]) * numbers[4]
    return y

  # the gradient by h, from that by its logits: tanh' = 1 - tanh^2
  def unembed_gradient(self, by_logits: Tensor, logits: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    if numbers[4] > 0.0:
      slope = logits / numbers[4]
      by_logits = by_logits * torch.rsub(slope * slope, 1.0)
    last = w[len(w) - 1]
    return torch.matmul(torch.to(by_logits, last.dtype), last)
