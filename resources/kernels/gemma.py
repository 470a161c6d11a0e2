# What Gemma 2 and 3 share: an embedding that is scaled by the square root of the width, norms by 1 + w, a gate of GELU.
#
# numbers[3]: the embedding's scale

class Gemma:
  # the scale is rounded to the type of the weights, as the reference has it
  def embed(self, tokens: Tensor, positions: Tensor, numbers: List[float], w: List[Tensor]) -> Tensor:
    h = torch.embedding(w[0], tokens)
    return h * torch.full([1], numbers[3], dtype=h.dtype)

  # x / rms(x) * (1 + w)
  def gemma_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    if w.dtype == 15:
      w = torch.to(w, 6)
    return self.rms_norm_wide(x, w + 1.0, eps)

  # down(gelu(gate(x)) * up(x)), with the matrices from w[i] and adapter j on
  def gated(self, x: Tensor, w: List[Tensor], i: int, u: List[Tensor], d: List[Tensor], vt: List[Tensor], a: int, j: int, tape: List[Tensor], sizes: List[int]) -> Tensor:
    gate, up = self.linears(x, w, i, 2, u, d, vt, a, j, tape, sizes)
    return self.linear(torch.gelu(gate, approximate="tanh") * up, w, i + 4, u, d, vt, a, j + 2, tape)
